const LENGTH_MAX = 60;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** "Café Al-Nakheel, Riyadh" → "cafe-al-nakheel-riyadh"; empty where no word has Latin letters or digits. */
export function slugOf(words: string): string {
  return words
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LENGTH_MAX)
    .replace(/^-+|-+$/g, "");
}

/** Tells an id from a slug; addresses accept either. */
export function isId(idOrSlug: string): boolean {
  return ID.test(idOrSlug);
}
