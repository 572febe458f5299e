import pg from "pg";

/**
 * Fills a migrated, empty database as restoring a dump would: with an empty search_path it inserts all rows, so that
 * generated columns are computed again, recreates every check and exclusion constraint from its definition over the
 * rows, and rebuilds every index.
 *
 * @returns the errors; each means that something was not restored
 */
export async function restoreByHand(fromUrl: string, toUrl: string): Promise<string[]> {
  const [from, to] = [await open(fromUrl), await open(toUrl)];
  const errors: string[] = [];
  const attempt = (what: string, statement: string, values?: string[]) =>
    to.query(statement, values).catch((error: Error) => errors.push(`${what}: ${error.message}`));
  try {
    await to.query("set session_replication_role = replica");
    const tables = await tablesOf(to);
    await to.query(`truncate ${tables.map(({ name }) => name).join(", ")}`);
    for (const { name, columns } of tables) {
      const { rows } = await from.query(
        `select coalesce(json_agg(t), '[]')::text as all from ${name} t`,
      );
      await attempt(
        name,
        `insert into ${name} (${columns}) overriding system value
         select ${columns} from json_populate_recordset(null::${name}, $1)`,
        [rows[0].all],
      );
    }
    for (const { name, drop, add } of await constraintsOf(to)) {
      await to.query(drop);
      await attempt(name, add);
    }
    await attempt("indexes", "reindex schema public");
  } finally {
    await Promise.all([from.end(), to.end()]);
  }
  return errors;
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "restore by hand" });
  await client.connect();
  await client.query("set search_path = ''");
  return client;
}

async function tablesOf(client: pg.Client): Promise<{ name: string; columns: string }[]> {
  const { rows } = await client.query(`
    select c.oid::regclass::text as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = ''
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by c.oid order by 1`);
  return rows;
}

async function constraintsOf(
  client: pg.Client,
): Promise<{ name: string; drop: string; add: string }[]> {
  const { rows } = await client.query(`
    select k.conname as name,
      format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) as drop,
      format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) as add
    from pg_constraint k
    where k.contype in ('c', 'x') and k.conrelid <> 0 and k.connamespace = 'public'::regnamespace order by 1`);
  return rows;
}
