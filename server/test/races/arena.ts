import { sql } from "kysely";
import { instantText, type Clock } from "../../src/base/time.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { callerOf, type Answer, type Caller } from "../harness/caller.ts";
import { makeCrowd } from "../harness/crowd.ts";
import { throughGate } from "../harness/gate.ts";
import { startServers, type Ground } from "../harness/server-processes.ts";
import { createTestDatabase, type TestDatabase } from "../harness/test-database.ts";

/** Customers in every race. */
export const CLIENTS = 200;
export const PROCESSES = 2;
/** Connections of each process; the most requests that can reach the gate at once. */
const POOL = 12;

/** A database of its own with several server processes and a crowd of signed-in customers. */
export interface Arena extends TestDatabase {
  /** One for each server process. */
  origins: string[];
  /** The nth customer at the nth server, or at another. */
  client(n: number, server?: number): Caller;
  /** Any caller at the nth server. */
  as(token: string, server?: number): Caller;
}

/**
 * Opens several arenas served by the same server processes: the first for the guarded race, the others for its
 * controls.
 */
export async function openArenas<const Names extends readonly string[]>(
  ...names: Names
): Promise<Arenas<Names>> {
  return openArenasOn({}, names);
}

/** As openArenas(), but the servers place orders in batches: at most one of each process is at the gate. */
export async function openGatheredArenas<const Names extends readonly string[]>(
  ...names: Names
): Promise<Arenas<Names>> {
  return openArenasOn({ isGathered: true }, names);
}

type Arenas<Names extends readonly string[]> = Record<Names[number], Arena> & {
  stopServers: () => Promise<void>;
};

async function openArenasOn<Names extends readonly string[]>(
  how: Pick<Ground, "isGathered">,
  names: Names,
): Promise<Arenas<Names>> {
  const databases = await Promise.all(names.map(() => createTestDatabase({ poolSize: 4 })));
  const grounds = databases.map(({ url }, index) => ({ ...groundOf(url, index > 0), ...how }));
  const { origins, stop } = await startServers(...Array.from({ length: PROCESSES }, () => grounds));
  const arenas = await Promise.all(
    databases.map((database, index) =>
      openArena(
        database,
        origins.map((of) => of[index]!),
      ),
    ),
  );
  const named = Object.fromEntries(names.map((name, index) => [name, arenas[index]!]));
  return { ...(named as Record<Names[number], Arena>), stopServers: stop };
}

function groundOf(url: string, isControl: boolean): Ground {
  return { url, poolSize: POOL, isQuiet: isControl };
}

export async function openArena(database: TestDatabase, origins: string[]): Promise<Arena> {
  const tokens = await makeCrowd(database.owner, CLIENTS);
  const as = (token: string, server = 0) => callerOf(origins[server % origins.length]!, token);
  return { ...database, origins, as, client: (n, server = n) => as(tokens[n]!, server) };
}

/**
 * Sends all requests at once; the gate opens when as many requests wait at it as the servers have connections.
 *
 * @param options.beside something else to run at the same time
 */
export async function race(
  arena: Arena,
  requests: readonly (() => Promise<Answer>)[],
  options: {
    contenders?: number;
    tables?: readonly string[];
    beside?: () => Promise<unknown>;
  } = {},
): Promise<Answer[]> {
  const { beside, ...gate } = {
    contenders: Math.min(requests.length, PROCESSES * POOL),
    ...options,
  };
  return throughGate({ url: arena.url, ...gate }, async () => {
    const task = beside?.();
    const answers = await Promise.all(requests.map((send) => send()));
    await task;
    return answers;
  });
}

/** One order by each customer, with the nth customer's items. */
export function ordersOf(
  arena: Arena,
  items: (n: number) => readonly unknown[],
  clients = CLIENTS,
): (() => Promise<Answer>)[] {
  return Array.from(
    { length: clients },
    (_, n) => () => arena.client(n).post("/v1/orders", { items: items(n) }),
  );
}

/** Counts the answers of each kind: `{ "201": 1, "409 already-taken": 199 }`. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const problem = String(body.type ?? "")
      .split("/")
      .at(-1);
    const name = status < 300 ? `${status}` : `${status} ${problem}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

export function won(answers: readonly Answer[]): Answer[] {
  return answers.filter(({ status }) => status < 300);
}

/** The titles of the `holdfast verify` checks that fail on this database, at the arena's clock if it has one. */
export async function brokenChecks(
  arena: Pick<Arena, "db"> & { clock?: Pick<Clock, "now"> },
): Promise<string[]> {
  const now = instantText(arena.clock?.now() ?? Date.now());
  const results = await runChecks(arena.db, now, () => undefined);
  return results.filter(({ broken }) => broken > 0).map(({ title }) => title);
}

/** Removes a guard, as only the database owner can. */
export async function without(arena: Pick<Arena, "owner">, ...statements: string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(arena.owner);
}

/**
 * Makes the locks on units exclude nobody. Under these locks, reading the existing claims is already a guard, so a race
 * that shows the constraint at work must remove them.
 */
export const lockNobodyOut = [
  `create or replace function unit_lock_keys(unit uuid, seat int, from_at timestamptz, until_at timestamptz)
   returns setof bigint volatile language sql as $$ select (random() * 1e18)::bigint $$`,
] as const;

/** Orders are not compared with the version of the catalogue: a control of another check of edits needs it out of the way. */
export const uncompared = `create or replace function is_catalogue_current(business uuid, version bigint) returns boolean
  set search_path = public, pg_temp language plpgsql as $$ begin return true; end $$`;

/**
 * Makes every pool look empty to orders. They count what is left under locks, so a race that shows the capacity
 * constraint at work must remove that first.
 */
export const countNothing = `create or replace function free_places(want wanted) returns jsonb language sql as $$
  select jsonb_object_agg(b.pool_id || '|' || b.bucket, 1000000) from unnest(want.buckets) b $$`;

/**
 * Removes a guard from a function: replaces `guard` in its text by `instead`.
 *
 * @throws Error when the text is missing: the control would prove nothing
 */
export async function weaken(
  arena: Pick<Arena, "owner">,
  name: string,
  guard: string,
  instead: string,
): Promise<void> {
  const { rows } = await sql<{ text: string }>`
    select pg_get_functiondef(oid) as text from pg_proc
    where proname = ${name} and pronamespace = 'public'::regnamespace`.execute(arena.owner);
  const text = rows[0]?.text ?? "";
  if (!text.includes(guard)) throw new Error(`${name}() no longer contains: ${guard}`);
  await without(
    arena,
    text.replace(guard, () => instead),
  );
}
