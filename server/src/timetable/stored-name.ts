import { sql, type RawBuilder } from "kysely";

type Language = "ar" | "en";

/** Both languages of a name seen for the first time: the missing one falls back to the other. */
export function firstName(column: string): RawBuilder<unknown> {
  const [ar, en] = [sql.ref(`r.${column}_ar`), sql.ref(`r.${column}_en`)];
  return sql`coalesce(${ar}, ${en}, ''), coalesce(${en}, ${ar}, '')`;
}

/** Both languages of a name that is stored already, as a row in the order of `firstName`. */
export function nextName(table: string, column: string): RawBuilder<unknown> {
  return sql`${nextIn("ar", table, column)}, ${nextIn("en", table, column)}`;
}

/**
 * The feed's own word; where the feed has none, what is stored if it was translated by hand, else the feed's
 * word in the other language.
 */
function nextIn(language: Language, table: string, column: string): RawBuilder<unknown> {
  const other: Language = language === "ar" ? "en" : "ar";
  const [mine, theirs] = [sql.ref(`r.${column}_${language}`), sql.ref(`r.${column}_${other}`)];
  const stored = sql.ref(`${table}.${column}_${language}`);
  const storedOther = sql.ref(`${table}.${column}_${other}`);
  return sql`coalesce(${mine}, case when ${stored} = ${storedOther} then ${theirs} end, ${stored})`;
}
