import { sql, type RawBuilder } from "kysely";
import { describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { Context } from "../../src/db/context.ts";
import type { Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { sqlState } from "../../src/db/sql-error.ts";
import { confirmLate } from "../../src/booking/confirm-booking.ts";
import { checkIn } from "../../src/booking/end-booking.ts";
import { moveBooking } from "../../src/booking/move-booking.ts";
import { kinds, type Estate } from "./estate.ts";
import { privateTables, publicTables } from "./secrets.ts";
import { morning } from "../harness/test-app.ts";
import { openWorld } from "./world.ts";

/** Direct queries with the server's database role, without the server's own checks. */

const { app, admin, ours, theirs, hidden } = await openWorld();
const { db, owner } = app;

/** Outbox rows, event signatures, versions of catalogues: only the worker or the engine reads them, no request does. */
const internalTables = ["outbox", "event_seals", "catalogue_versions", "catalogue_edits"];
/** Tables written only by the engine's functions. */
const engineTables = [
  "orders",
  "bookings",
  "booking_items",
  "claims",
  "pools",
  "pool_buckets",
  "pool_claims",
  "booking_events",
  "amendments",
];

const at = { now: morning, actor: "test" };
const theirMember: Context = {
  ...at,
  scope: "member",
  businessId: theirs.salon.businessId,
  userId: theirs.owner.id,
};
const platform: Context = { ...at, scope: "platform", userId: admin.id };
const strangers: Record<string, Context> = {
  nobody: { ...at, scope: "public" },
  "a customer": { ...at, scope: "customer", userId: theirs.customer.id },
  "another owner as a customer": { ...at, scope: "customer", userId: theirs.owner.id },
  "a former manager": { ...at, scope: "customer", userId: ours.former.id },
  "a member of another business": theirMember,
  "a key of another business": { ...at, scope: "member", businessId: theirs.salon.businessId },
  "a member of nothing": { ...at, scope: "member" },
};

const REFUSED = "42501";

function idsOf(estate: Estate): string[] {
  return kinds.map((kind) => estate[kind].businessId);
}

function of(estate: Estate): RawBuilder<unknown> {
  return sql`business_id = any (${idsOf(estate)}::uuid[])`;
}

/** How many rows a context sees; undefined when it may not read the table. */
async function seen(
  context: Context,
  table: string,
  which: RawBuilder<unknown>,
): Promise<number | undefined> {
  const query = sql<{
    count: number;
  }>`select count(*)::int from ${sql.table(table)} where ${which}`;
  try {
    const { rows } = await inTransaction(db, context, (tx) => query.execute(tx));
    return rows[0]!.count;
  } catch (error) {
    expect(sqlState(error)).toBe(REFUSED);
    return undefined;
  }
}

async function countOf(table: string, which: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int from ${sql.table(table)} where ${which}`.execute(owner);
  return rows[0]!.count;
}

/** Tries a write: returns how many rows it changed, or the SQLSTATE of the refusal. Always rolled back. */
async function attempt(context: Context, write: RawBuilder<unknown>): Promise<number | string> {
  const undo = new Error("undo");
  let changed = 0;
  try {
    await inTransaction(db, context, async (tx) => {
      changed = Number((await write.execute(tx)).numAffectedRows ?? 0);
      throw undo;
    });
    return changed;
  } catch (error) {
    return error === undo ? changed : (sqlState(error) ?? String(error));
  }
}

async function columnsOf(table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'
    order by ordinal_position`.execute(owner);
  return rows.map(({ name }) => name);
}

/** An insert of a copy of one of the estate's rows, with a new id if it has one. */
async function copyOf(estate: Estate, table: string): Promise<RawBuilder<unknown>> {
  const columns = await columnsOf(table);
  const names = sql.join(columns.map((name) => sql.ref(name)));
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(t) as row from ${sql.table(table)} t where ${of(estate)} limit 1`.execute(
    owner,
  );
  const row = { ...rows[0]!.row, ...("id" in rows[0]!.row && { id: newId() }) };
  return sql`insert into ${sql.table(table)} (${names})
    select ${names} from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(row)}::jsonb)`;
}

test("this test covers every table with a business_id, and each has forced row-level security", async () => {
  const { rows } = await sql<{ name: string; secured: boolean }>`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as secured
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'business_id' and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`.execute(owner);
  const known = [...privateTables, ...publicTables, ...internalTables];
  expect(rows.map(({ name }) => name)).toEqual(known.toSorted());
  const secured = rows.filter(({ name }) => !internalTables.includes(name));
  expect(secured.filter((one) => !one.secured)).toEqual([]);
});

test("the server's role owns nothing and has no special rights", async () => {
  const { rows } = await sql`
    select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
      (select count(*)::int from pg_class where relowner = r.oid) as owns,
      pg_has_role('holdfast_app', 'holdfast_engine', 'member') as engine
    from pg_roles r where rolname = current_user`.execute(db);
  expect(rows).toEqual([
    {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owns: 0,
      engine: false,
    },
  ]);
});

describe.each(privateTables)("%s", (table) => {
  test("hides a business's rows from strangers", async () => {
    expect(await countOf(table, of(ours))).toBeGreaterThan(0);
    for (const [who, context] of Object.entries(strangers)) {
      expect((await seen(context, table, of(ours))) ?? 0, who).toBe(0);
    }
  });

  test("control: shows the rows to strangers when row-level security is off", async () => {
    await sql`alter table ${sql.table(table)} disable row level security`.execute(owner);
    try {
      expect(await seen(theirMember, table, of(ours))).toBeGreaterThan(0);
    } finally {
      await sql`alter table ${sql.table(table)} enable row level security`.execute(owner);
    }
  });
});

describe.each(publicTables)("%s", (table) => {
  test("is readable by everybody only while the business is approved", async () => {
    expect(await countOf(table, of(hidden))).toBeGreaterThan(0);
    const all = await countOf(table, of(ours));
    for (const [who, context] of Object.entries(strangers)) {
      expect(await seen(context, table, of(hidden)), who).toBe(0);
      expect(await seen(context, table, of(ours)), who).toBe(all);
    }
  });
});

describe.each([...privateTables, ...publicTables])("%s", (table) => {
  test("can be written only by its own business", async () => {
    const insert = await copyOf(ours, table);
    const touch = sql`update ${sql.table(table)} set business_id = business_id where ${of(ours)}`;
    const give = sql`update ${sql.table(table)} set business_id = ${ours.salon.businessId}
      where ctid in (select ctid from ${sql.table(table)} where ${of(theirs)} limit 1)`;
    const remove = sql`delete from ${sql.table(table)} where ${of(ours)}`;
    for (const [who, context] of Object.entries(strangers)) {
      expect(await attempt(context, insert), who).toBe(REFUSED);
      expect([0, REFUSED], who).toContain(await attempt(context, touch));
      expect([0, REFUSED], who).toContain(await attempt(context, give));
      expect([0, REFUSED], who).toContain(await attempt(context, remove));
      expect(await attempt(context, sql`truncate ${sql.table(table)} cascade`), who).toBe(REFUSED);
    }
  });
});

test.each(["orders", "users", "sessions"])(
  "strangers cannot see a customer's %s",
  async (table) => {
    const column = { orders: "customer_id", users: "id", sessions: "user_id" }[table]!;
    const which = sql`${sql.ref(column)} = ${ours.customer.id}`;
    expect(await countOf(table, which)).toBeGreaterThan(0);
    for (const [who, context] of Object.entries(strangers)) {
      expect(await seen(context, table, which), who).toBe(0);
    }
  },
);

test.each(engineTables)("not even the platform can write %s directly", async (table) => {
  const insert =
    table === "orders"
      ? sql`insert into orders (id, currency, total_minor) values (${newId()}, 'SAR', 0)`
      : await copyOf(ours, table);
  for (const context of [platform, theirMember]) {
    expect(await attempt(context, insert)).toBe(REFUSED);
    expect(await attempt(context, sql`update ${sql.table(table)} set created_at = now()`)).toMatch(
      /^(42501|42703)$/,
    );
    expect(await attempt(context, sql`delete from ${sql.table(table)}`)).toBe(REFUSED);
  }
});

test.each(["booking_events", "audit_log"])("nobody can edit or delete %s", async (table) => {
  const set = sql`update ${sql.table(table)} set actor = 'somebody else'`;
  for (const write of [set, sql`delete from ${sql.table(table)}`]) {
    expect(await attempt(platform, write)).toBe(REFUSED);
    const past = await owner
      .transaction()
      .execute((tx) => write.execute(tx))
      .catch((error: unknown) => sqlState(error));
    expect(past).toBe("HF004");
  }
  const emptied = await sql`truncate ${sql.table(table)}`
    .execute(owner)
    .catch((error: unknown) => sqlState(error));
  expect(emptied).toBe("HF004");
});

describe("the engine refuses strangers to", () => {
  const { bookingId } = ours;
  const amendment = { id: newId(), booking_id: bookingId, status: "applied" };
  const plan = JSON.stringify({ amendment, changed: [], judged: [], items: [], wanted: {} });
  const anAmendment = sql`${bookingId}, ${newId()}`;
  const checkable = {
    status: "confirmed",
    version: 1,
    checkInFrom: "1970-01-01T00:00:00.000Z",
  } as const;
  const suspend = sql`select move_business(${ours.salon.businessId}, 'suspended', 'why', null)`;
  const crown = sql`select grant_admin(${theirs.owner.phone}, true, ${newId()})`;
  const doors: [name: string, call: (tx: Tx) => Promise<unknown>, refusal: string][] = [
    ["move a booking", (tx) => moveBooking(tx, { bookingId, to: "completed" }), "HF005"],
    ["check a booking in", (tx) => checkIn(tx, { ...checkable, id: bookingId }, 0), "HF005"],
    ["confirm an expired booking", (tx) => confirmLate(tx, bookingId, { kind: "cash" }), "HF005"],
    [
      "amend a booking",
      (tx) => sql`select amend_booking(${plan}::jsonb, null)`.execute(tx),
      "HF005",
    ],
    [
      "apply an amendment",
      (tx) => sql`select apply_amendment(${anAmendment})`.execute(tx),
      "HF005",
    ],
    [
      "end an amendment",
      (tx) => sql`select end_amendment(${anAmendment}, 'declined', null)`.execute(tx),
      "HF005",
    ],
    [
      "extend an amendment",
      (tx) => sql`select extend_amendment(${anAmendment}, now())`.execute(tx),
      "HF005",
    ],
    [
      "hand an amendment to the business",
      (tx) => sql`select submit_amendment(${anAmendment}, now())`.execute(tx),
      "HF005",
    ],
    ["suspend a business", (tx) => suspend.execute(tx), "HF005"],
    ["make an admin", (tx) => crown.execute(tx), REFUSED],
  ];

  test.each(doors)("%s", async (_name, call, refusal) => {
    for (const [who, context] of Object.entries(strangers)) {
      const state = await inTransaction(db, context, call).catch((error: unknown) =>
        sqlState(error),
      );
      expect(state, who).toBe(refusal);
    }
  });

  test("extend an order", async () => {
    const holds = sql<{ order_id: string; expires_at: string }>`
      select order_id, expires_at from bookings where status = 'reserved' and ${of(ours)}`;
    const before = await holds.execute(owner);
    const [{ order_id } = { order_id: "" }] = before.rows;
    const early = { now: "2026-11-21T06:01:00Z" };
    const extend = (tx: Tx) =>
      sql`select extend_order(${order_id}, '2026-11-21T06:25:00Z')`.execute(tx);
    for (const [who, context] of Object.entries(strangers)) {
      const made = await inTransaction(db, { ...context, ...early }, extend).catch(sqlState);
      expect([REFUSED, 0], who).toContain(typeof made === "object" ? made.rows.length : made);
    }
    expect((await holds.execute(owner)).rows).toEqual(before.rows);
    const own: Context = { ...at, ...early, scope: "customer", userId: ours.customer.id };
    expect((await inTransaction(db, own, extend)).rows).toHaveLength(1);
  });
});
