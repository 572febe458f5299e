import { isId, slugOf } from "../business/slug.ts";

const NUMBERED = 98;

/** Returns slugs to try for an operator, best first: its name, its name with its feed id, then numbered. */
export function slugChoices(name: string, operatorId: string): string[] {
  const [byName, byId] = [slugOf(name), slugOf(operatorId)];
  const best = byName || byId || "operator";
  const both = [byName, byId].filter(Boolean).join("-") || best;
  const numbered = Array.from({ length: NUMBERED }, (_, index) => `${best}-${index + 2}`);
  return [...new Set([best, both, ...numbered])].filter((slug) => !isId(slug) && slug.length <= 80);
}
