import type { BadRows } from "./bad-rows.ts";
import type { FeedName } from "./feed.ts";
import { readRows } from "./feed-rows.ts";
import type { FeedSource } from "./feed-source.ts";

type Language = "ar" | "en";

/** Looks up a text of the feed in the languages the feed has it in. */
export type Names = (table: string, field: string, recordId: string, value: string) => FeedName;

/**
 * Reads translations.txt. Text in the feed's own language counts as Arabic if that language is Arabic, else as
 * English, because the product has these two languages.
 *
 * @see https://gtfs.org/documentation/schedule/reference/#translationstxt
 */
export async function readNames(source: FeedSource, bad: BadRows): Promise<Names> {
  const own = await readLanguage(source, bad);
  const byRecord = new Map<string, string>();
  const byValue = new Map<string, string>();
  for await (const row of readRows(source, "translations.txt", [], bad)) {
    const language = languageOf(row.get("language"));
    const translation = row.get("translation");
    if (!language || !translation) continue;
    const where = [row.get("table_name"), row.get("field_name"), language];
    if (row.get("record_id")) byRecord.set(key(where, row.get("record_id")), translation);
    else if (row.get("field_value")) byValue.set(key(where, row.get("field_value")), translation);
  }
  return (table, field, recordId, value) => {
    const inLanguage = (language: Language) =>
      byRecord.get(key([table, field, language], recordId)) ??
      byValue.get(key([table, field, language], value)) ??
      (language === own && value !== "" ? value : null);
    return { ar: inLanguage("ar"), en: inLanguage("en") };
  };
}

async function readLanguage(source: FeedSource, bad: BadRows): Promise<Language> {
  for await (const row of readRows(source, "feed_info.txt", [], bad)) {
    const language = languageOf(row.get("feed_lang"));
    if (language) return language;
  }
  for await (const row of readRows(source, "agency.txt", [], bad)) {
    const language = languageOf(row.get("agency_lang"));
    if (language) return language;
  }
  return "en";
}

function languageOf(tag: string): Language | undefined {
  const primary = tag.toLowerCase().split("-")[0];
  return primary === "ar" || primary === "en" ? primary : undefined;
}

function key(where: readonly string[], what: string): string {
  return [...where, what].join("\0");
}
