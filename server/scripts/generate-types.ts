import type pg from "pg";
import { writeIfRunDirectly } from "./on-fresh-schema.ts";

type Column = {
  table: string;
  name: string;
  type: string;
  array: boolean;
  nullable: boolean;
  optional: boolean;
  computed: boolean;
};

const HEADER = `// Generated from the migrations by \`npm run generate\`; edits are lost.
import type { ColumnType } from "kysely";

/** The database fills it in when it is left out. */
export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U>
    ? ColumnType<S, I | undefined, U>
    : ColumnType<T, T | undefined, T>;
/** Arrives parsed, goes in as \`JSON.stringify(…)\`: the driver would write a JS array as an SQL one. */
export type JsonColumn = ColumnType<unknown, string, string>;
/** The database computes it. */
export type Computed<T> = ColumnType<T, never, never>;
`;

const SCRIPT_TYPES: Record<string, string> = {
  bool: "boolean",
  float4: "number",
  float8: "number",
  int2: "number",
  int4: "number",
  int8: "number",
  json: "JsonColumn",
  jsonb: "JsonColumn",
};

/**
 * Writes the tables of the schema as Kysely's `Database` interface. A column checked against a list of words is a
 * union.
 */
export async function generateTypes(client: pg.Client): Promise<string> {
  const columns = await readColumns(client);
  const words = await readWords(client);
  const tables = new Map<string, string[]>();
  for (const column of columns) {
    const lines = tables.get(column.table) ?? [];
    const type = scriptType(column, words.get(`${column.table}.${column.name}`));
    lines.push(`  ${column.name}: ${type};`);
    tables.set(column.table, lines);
  }
  const interfaces = [...tables].map(
    ([table, lines]) => `export interface ${pascal(table)}Table {\n${lines.join("\n")}\n}\n`,
  );
  const entries = [...tables.keys()].map((table) => `  ${table}: ${pascal(table)}Table;`);
  return [HEADER, ...interfaces, `export interface Database {\n${entries.join("\n")}\n}\n`].join(
    "\n",
  );
}

async function readColumns(client: pg.Client): Promise<Column[]> {
  const { rows } = await client.query<Column>(`
    select c.relname as table, a.attname as name,
      case when t.typelem <> 0 and t.typcategory = 'A' then e.typname else t.typname end as type,
      t.typelem <> 0 and t.typcategory = 'A' as array,
      not a.attnotnull as nullable,
      a.atthasdef or a.attidentity <> '' as optional,
      a.attgenerated <> '' or a.attidentity = 'a' as computed
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_type t on t.oid = a.atttypid
    left join pg_type e on e.oid = t.typelem
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
      and a.attnum > 0 and not a.attisdropped and c.relname not in ('migrations', 'sql_files')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname collate "C", a.attnum`);
  return rows;
}

/** Columns with \`check (x in ('a', 'b'))\`: table.column → the words. */
async function readWords(client: pg.Client): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ table: string; column: string; definition: string }>(`
    select c.relname as table, a.attname as column, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    where k.contype = 'c' and cardinality(k.conkey) = 1
      and c.relnamespace = 'public'::regnamespace`);
  const found = new Map<string, string[]>();
  for (const { table, column, definition } of rows) {
    const word = "'(?:[^']|'')*'::text";
    const list = new RegExp(
      `^CHECK \\(\\(\\w+ = (?:ANY \\(ARRAY\\[)?(${word}(?:, ${word})*)(?:\\]\\))?\\)\\)$`,
    );
    const matched = list.exec(definition)?.[1];
    const values = matched?.matchAll(/'((?:[^']|'')*)'::text/g);
    if (values)
      found.set(
        `${table}.${column}`,
        Array.from(values, ([, one]) => (one ?? "").replaceAll("''", "'")),
      );
  }
  return found;
}

function scriptType(column: Column, words: string[] | undefined): string {
  const union = words?.map((word) => JSON.stringify(word)).join(" | ");
  const one = union ?? SCRIPT_TYPES[column.type] ?? "string";
  const value = column.array ? `${one}[]` : one;
  const full = column.nullable ? `${value} | null` : value;
  if (column.computed) return `Computed<${full}>`;
  return column.optional ? `Generated<${full}>` : full;
}

function pascal(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

await writeIfRunDirectly(import.meta.main, "src/db/types.generated.ts", generateTypes);
