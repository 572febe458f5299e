import pg from "pg";
import { MINUTE_MS } from "../../base/time.ts";
import { generate, type Done } from "./load.ts";

/** Statements that go straight to the database, without a server before it. */
export interface SqlJob {
  kind: "floor" | "classic";
  /** The same in every job of one generator, as `connections`. */
  url: string;
  /** How many connections the clients share: as many as the server has. */
  connections: number;
  clients: number;
  total: number;
  /** The first of the classic design's slots that this job takes. */
  firstSlot: number;
}

/** Staff members that the classic design books in turn. */
const CLASSIC_STAFF = 200;

/** The tables of both yardsticks; they have a database of their own. */
export const YARDSTICK_TABLES = `
  create table floor (id uuid primary key, at timestamptz not null, body jsonb not null);
  create table classic_staff (id int primary key, name text not null);
  create table classic_booking (
    id uuid primary key, staff_id int not null references classic_staff, starts_at timestamptz not null,
    ends_at timestamptz not null, customer text not null, price_minor bigint not null);
  create index on classic_booking (staff_id, starts_at);
  insert into classic_staff select n, 'Staff ' || n from generate_series(0, ${CLASSIC_STAFF - 1}) n;`;

let kept: pg.Pool | undefined;

/**
 * Runs bare INSERTs (the floor) or the classic design through the driver that the server uses. The connections stay
 * open for the next job, and so that the processor time of their backends can be read after this one.
 */
export async function loadSql(job: SqlJob, isHalted: () => boolean): Promise<Done> {
  const { connections, clients, total, firstSlot } = job;
  const pool = (kept ??= openPool(job));
  const open = await Promise.all(
    Array.from({ length: Math.min(connections, clients) }, () => pool.connect()),
  );
  for (const client of open) client.release();
  const run = job.kind === "floor" ? insertOne : bookClassic;
  const done = await generate({ total, clients, isHalted }, async (n) => {
    await run(pool, firstSlot + n);
    return 201;
  });
  return { ...done, bytes: 0 };
}

function openPool({ url, connections }: SqlJob): pg.Pool {
  return new pg.Pool({
    connectionString: url,
    max: connections,
    idleTimeoutMillis: 0,
    application_name: "bench yardstick",
  });
}

const BODY = JSON.stringify({ kind: "appointment", price: 10_000, name: "A haircut" });

/** The floor: one durable row. */
async function insertOne(pool: pg.Pool): Promise<void> {
  await pool.query({
    name: "floor",
    text: "insert into floor values (gen_random_uuid(), now(), $1)",
    values: [BODY],
  });
}

/** The staff member and start of the n-th slot of the classic design. */
export function classicSlot(n: number): { staff: number; start: Date } {
  const halfHours = Math.floor(n / CLASSIC_STAFF);
  const start = new Date(Date.UTC(2030, 0, 1) + halfHours * 30 * MINUTE_MS);
  return { staff: n % CLASSIC_STAFF, start };
}

/**
 * The classic design, as most booking programs have it: lock the staff member's row, look for an overlap, insert.
 * Without sign-in, idempotency, events or any rule.
 */
async function bookClassic(pool: pg.Pool, slot: number): Promise<void> {
  const { staff, start } = classicSlot(slot);
  const end = new Date(start.getTime() + 30 * MINUTE_MS);
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query({
      name: "lock",
      text: "select id, name from classic_staff where id = $1 for update",
      values: [staff],
    });
    const { rowCount } = await client.query({
      name: "overlap",
      text: "select from classic_booking where staff_id = $1 and starts_at < $3 and ends_at > $2 limit 1",
      values: [staff, start, end],
    });
    if (rowCount !== 0) throw new Error("the classic design was given a slot twice");
    await client.query({
      name: "insert",
      text: "insert into classic_booking values (gen_random_uuid(), $1, $2, $3, 'Bench', 10000)",
      values: [staff, start, end],
    });
    await client.query("commit");
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}
