import { createHmac } from "node:crypto";
import pg from "pg";

/** The login role of the server when the program runs PostgreSQL itself. */
export const SERVER_LOGIN = "holdfast_server";

/** Any number that every version of the program shares. */
const LOCK_KEY = 7_216_830_115;

/**
 * Derives the server's own connection string from the owner's, for a PostgreSQL that the program runs: its password
 * follows from the owner's, so whoever may read that may have both and nothing else has to be stored.
 */
export function serverUrlOf(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  const owner = decodeURIComponent(url.password);
  url.username = SERVER_LOGIN;
  url.password = createHmac("sha256", owner).update(SERVER_LOGIN).digest("base64url");
  return url.href;
}

/**
 * Lets the server's login work as `holdfast_app` and nothing else; creates it if it is missing and the program's own.
 * Nobody may create temporary tables, which could shadow ours.
 *
 * @param ownerUrl the owner of the schema
 * @param serverUrl the server's login on the same database
 */
export async function admitServer(ownerUrl: string, serverUrl: string): Promise<void> {
  const { username, password } = new URL(serverUrl);
  const login = decodeURIComponent(username);
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "holdfast migrate",
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    if (login === SERVER_LOGIN) await makeLogin(client, login, decodeURIComponent(password));
    await admit(client, login);
  } finally {
    // Ends the session, which releases the lock.
    await client.end();
  }
}

async function makeLogin(client: pg.Client, login: string, password: string): Promise<void> {
  const { rowCount } = await client.query("select from pg_roles where rolname = $1", [login]);
  const verb = rowCount === 0 ? "create" : "alter";
  const words = `${verb} role ${client.escapeIdentifier(login)} login nosuperuser nobypassrls nocreaterole nocreatedb
    noinherit password ${client.escapeLiteral(password)}`;
  // A role belongs to the whole cluster: a program on another database of it may be creating it now.
  await client.query(words).catch((error: { code?: string }) => {
    if (!["42710", "23505", "XX000"].includes(error.code ?? "")) throw error;
  });
}

async function admit(client: pg.Client, login: string): Promise<void> {
  const { rows } = await client.query<{ isMember: boolean; database: string; mayTemp: boolean }>(
    `select pg_has_role($1, 'holdfast_app', 'member') as "isMember", current_database() as database,
       has_database_privilege($1, current_database(), 'temporary') as "mayTemp"`,
    [login],
  );
  const { isMember, database, mayTemp } = rows[0]!;
  if (!isMember) await client.query(`grant holdfast_app to ${client.escapeIdentifier(login)}`);
  if (mayTemp) {
    await client.query(
      `revoke temporary on database ${client.escapeIdentifier(database)} from public`,
    );
  }
}

/**
 * @throws Error with the remedy when the login could bypass row-level security: it owns the schema, is a superuser,
 *   or may become such a role
 */
export async function assertWalledIn(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl, application_name: "holdfast" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ login: string; ways: string[] }>(
      "select session_user::text as login, array(select way from ways_past_walls()) as ways",
    );
    const { login, ways } = rows[0]!;
    if (ways.length > 0) throw new Error(openWall(login, ways));
  } finally {
    await client.end();
  }
}

function openWall(login: string, ways: readonly string[]): string {
  return [
    `DATABASE_URL logs in as ${login}, which can bypass row-level security: ${ways.join("; ")}.`,
    "Give the server its own login and keep the owner's for migrations:",
    "  create role holdfast_login login noinherit password '…';",
    "  DATABASE_OWNER_URL=<what DATABASE_URL is now>  DATABASE_URL=postgres://holdfast_login:…@host/database",
  ].join("\n");
}
