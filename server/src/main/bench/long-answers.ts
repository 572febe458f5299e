import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { newId } from "../../base/id.ts";
import { hashToken } from "../../identity/token.ts";
import { startServer, type ServerProcess } from "./server-process.ts";
import type { World } from "./world.ts";

/** The longest answers there are: what they weigh, and what they cost the server. Bytes and milliseconds. */
export interface LongAnswers {
  statement: Answered;
  /** The same file, read at 4 MB/s. */
  slowStatement: Answered;
  slots: Answered;
}

interface Answered {
  bytes: number;
  ms: number;
  /** Resident memory before, and the most that was seen meanwhile. */
  memoryBefore: number;
  memoryMost: number;
  /** The longest turn of the event loop meanwhile. */
  longestTurnMs: number;
}

const LINES = 200_000;
const STAFF = 20;
const SLOW_PIECE_MS = 16;

/** Measures a statement of 200,000 lines as CSV, and slots over 61 days at a one-minute step for 20 staff. */
export async function measureLongAnswers(url: string, world: World): Promise<LongAnswers> {
  const token = await makeLongThings(url, world);
  const server = await startServer(url, 4);
  try {
    const { origin } = server;
    const headers = { authorization: `Bearer ${token}` };
    const file = `${origin}/v1/manage/businesses/${world.salonId}/statement?format=csv`;
    const { monday, serviceId } = world;
    const last = Temporal.PlainDate.from(monday).add({ days: 60 }).toString();
    const slots = `${origin}/v1/services/${serviceId}/slots?from=${monday}&to=${last}`;
    const read = (address: string, pauseMs = 0) =>
      watch(server, async () => readAll(await fetch(address, { headers }), pauseMs));
    // The first of each kind compiles what it needs.
    const today = Temporal.Now.plainDateISO("UTC").toString();
    for (const address of [`${file}&from=${today}`, slots]) await read(address);
    return {
      statement: await read(file),
      slowStatement: await read(file, SLOW_PIECE_MS),
      slots: await read(slots),
    };
  } finally {
    await server.stop();
  }
}

async function watch(server: ServerProcess, read: () => Promise<number>): Promise<Answered> {
  const before = await server.measure();
  const began = performance.now();
  let memoryMost = before.memory;
  let longestTurnMs = 0;
  const look = async () => {
    const { memory, longestTurnMs: turn } = await server.measure();
    memoryMost = Math.max(memoryMost, memory);
    longestTurnMs = Math.max(longestTurnMs, turn);
  };
  const reading = read();
  const done = reading.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([done, sleep(20, false)]))) await look();
  const bytes = await reading;
  const ms = performance.now() - began;
  await look();
  return { bytes, ms, memoryBefore: before.memory, memoryMost, longestTurnMs };
}

async function readAll(response: Response, pauseMs: number): Promise<number> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  let bytes = 0;
  for await (const piece of response.body!) {
    bytes += piece.length;
    if (pauseMs > 0) await sleep(pauseMs);
  }
  return bytes;
}

/** @returns the token of an owner of the salon */
async function makeLongThings(url: string, { salonId, serviceId }: World): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const [owner, token] = [newId(), randomBytes(32).toString("base64url")];
    await client.query("begin");
    await client.query(
      "insert into users (id, phone, name, locale) values ($1, '+966500000001', '', 'en')",
      [owner],
    );
    await client.query(
      `insert into sessions (id, user_id, token_hash, expires_at) values ($1, $1, $2, '2100-01-01')`,
      [owner, hashToken(token)],
    );
    await client.query(
      "insert into members (business_id, user_id, role) values ($1, $2, 'owner')",
      [salonId, owner],
    );
    await client.query("update services set step_minutes = 1 where id = $1", [serviceId]);
    await client.query(
      `delete from service_staff where service_id = $1 and staff_id not in (
         select staff_id from service_staff where service_id = $1 limit ${STAFF})`,
      [serviceId],
    );
    await client.query("delete from staff_windows where business_id = $1", [salonId]);
    await makeStatement(client, salonId);
    await client.query("commit");
    await client.query("analyze");
    return token;
  } finally {
    await client.end();
  }
}

/** Every transaction earns 100.00 and costs a fee of 10.00: two lines of the statement. */
async function makeStatement(client: pg.Client, salonId: string): Promise<void> {
  const [payable, funds] = [newId(), newId()];
  // What checks row by row whether a transaction balances would take minutes for as many as these.
  await client.query("set local session_replication_role = replica");
  await client.query(
    `insert into ledger_accounts (id, kind, owner_id, currency) values
       ($1, 'business_payable', $2, 'SAR'), ($3, 'order_funds', null, 'SAR')`,
    [payable, salonId, funds],
  );
  await client.query(
    `with made as (
       insert into ledger_transactions (id, kind, key, actor, at)
       select gen_random_uuid(), 'payment', 'bench:' || n, 'system:bench', now() - n * interval '1 minute'
       from generate_series(1, ${LINES / 2}) n returning id, at)
     insert into ledger_entries (transaction_id, line, account_id, amount_minor, currency, at)
     select id, line, account::uuid, minor, 'SAR', at
     from made, (values (1, $1, 10000), (2, $1, -1000), (3, $2, -9000)) l (line, account, minor)`,
    [payable, funds],
  );
}
