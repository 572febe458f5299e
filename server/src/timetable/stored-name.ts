import { sql, type RawBuilder } from "kysely";

type Language = "ar" | "en";

/** Both languages of a new name: a missing one falls back to the other. */
export function firstName(column: string): RawBuilder<unknown> {
  const [ar, en] = [sql.ref(`r.${column}_ar`), sql.ref(`r.${column}_en`)];
  return sql`coalesce(${ar}, ${en}, ''), coalesce(${en}, ${ar}, '')`;
}

/** Both languages of a name already stored, in the order of `firstName`. */
export function nextName(table: string, column: string): RawBuilder<unknown> {
  return sql`${nextIn("ar", table, column)}, ${nextIn("en", table, column)}`;
}

/**
 * Chooses the feed's own word; without one, the stored word if it was translated by hand, else the feed's word in the
 * other language.
 */
function nextIn(language: Language, table: string, column: string): RawBuilder<unknown> {
  const other: Language = language === "ar" ? "en" : "ar";
  const [mine, theirs] = [sql.ref(`r.${column}_${language}`), sql.ref(`r.${column}_${other}`)];
  const stored = sql.ref(`${table}.${column}_${language}`);
  const storedOther = sql.ref(`${table}.${column}_${other}`);
  return sql`coalesce(${mine}, case when ${stored} = ${storedOther} then ${theirs} end, ${stored})`;
}
