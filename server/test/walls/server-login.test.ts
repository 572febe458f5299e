import pg from "pg";
import { beforeEach, afterEach, describe, expect, test } from "vitest";
import { assertWalledIn, serverUrlOf } from "../../src/db/server-login.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { asAdmin } from "../harness/template.ts";

const { url } = await createTestDatabase();
let client: pg.Client;

/** As the server does: its own login, working as the role of its options. */
beforeEach(async () => {
  client = new pg.Client({ connectionString: serverUrlOf(url), options: "-c role=holdfast_app" });
  await client.connect();
});
afterEach(() => client.end());

const codeOf = (statement: string) =>
  client.query(statement).then(
    () => "done",
    (error: { code: string }) => error.code,
  );

const REFUSED = "42501";

describe("whoever has the server's connection", () => {
  test.each([
    ["become the owner", "set role postgres"],
    ["become the engine", "set role holdfast_engine"],
    ["become another session", "set session authorization postgres"],
    ["switch triggers and foreign keys off", "set session_replication_role = replica"],
    [
      "switch row-level security off where they may see",
      "alter table bookings disable row level security",
    ],
    ["stop a trigger", "alter table bookings disable trigger all"],
    ["make a temporary table", "create temp table bookings (id uuid)"],
    ["make a temporary view", "create temp view bookings as select 1 as id"],
    ["make a table", "create table public.bookings_too (id uuid)"],
    ["make a schema", "create schema in_the_way"],
    [
      "make a function",
      "create function public.app_scope() returns text language sql as $$ select 'platform' $$",
    ],
    [
      "replace a function",
      "create or replace function public.may_touch(b bookings) returns boolean language sql as $$ select true $$",
    ],
    ["run a program", "copy (select 1) to program 'id'"],
    ["read a file", "copy bookings from '/etc/passwd'"],
    ["read a file by a function", "select pg_read_file('/etc/passwd')"],
    ["make a role", "create role somebody"],
    ["let themselves in", "grant holdfast_engine to holdfast_server"],
    ["drop a table", "drop table claims"],
    ["empty a table", "truncate ledger_entries"],
    ["write a booking", "update bookings set status = 'confirmed'"],
    [
      "write a claim",
      "insert into claims (business_id, unit_id, booking_id) values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid())",
    ],
    ["write an event", "update booking_events set actor = 'nobody'"],
    ["take an event away", "delete from booking_events"],
    ["write the ledger", "update ledger_entries set amount_minor = 0"],
    [
      "add to the ledger past its function",
      "insert into ledger_transactions (id) values (gen_random_uuid())",
    ],
    ["change what a share comes to", "update payment_shares set amount_minor = 1"],
    ["change whose a share is", "update payment_shares set booking_id = gen_random_uuid()"],
    ["change what was allocated", "update payment_share_items set amount_minor = 1"],
    ["change a payment's amount", "update payments set amount_minor = 1"],
    ["change what was given back", "update payments set refunded_minor = 0"],
    ["change a refund's amount", "update refunds set amount_minor = 1"],
    ["change a payout", "update payouts set amount_minor = 1"],
    ["change what a gateway wrote", "update webhook_inbox set body = ''"],
    ["change a payment's history", "update payment_events set actor = 'nobody'"],
    ["change an invoice", "update invoices set issued_at = now()"],
    ["change the audit log", "update audit_log set actor = 'nobody'"],
    ["change a seal", "update event_seals set signature = ''"],
    ["change what a migration was", "update migrations set checksum = ''"],
    ["change what moves are allowed", "insert into booking_moves values ('expired', 'reserved')"],
    ["make an administrator", "update users set is_admin = true"],
    ["approve a business", "update businesses set status = 'approved'"],
  ])("cannot %s", async (_what, statement) => {
    expect(await codeOf(statement)).toBe(REFUSED);
  });

  test("is nobody when they put the role down: the login itself may read nothing", async () => {
    await client.query("set role none");
    expect(await codeOf("select from bookings")).toBe(REFUSED);
    expect(await codeOf("select from users")).toBe(REFUSED);
  });

  test("sees nothing of anybody before a context is entered", async () => {
    const { rows } = await client.query(
      "select (select count(*) from bookings) + (select count(*) from users) as seen",
    );
    expect(Number(rows[0].seen)).toBe(0);
  });
});

test("the server does not start with a login that could step over row-level security", async () => {
  await expect(assertWalledIn(serverUrlOf(url))).resolves.toBeUndefined();
  await expect(assertWalledIn(url)).rejects.toThrow(/it is a superuser.*login of its own/s);

  const name = new URL(url).pathname.slice(1);
  await asAdmin(url, `grant temporary on database ${name} to public`);
  await expect(assertWalledIn(serverUrlOf(url))).rejects.toThrow("it may make temporary tables");
  await asAdmin(url, `revoke temporary on database ${name} from public`);
});

test("the server may empty no table, refer to none and hang no trigger on any", async () => {
  const { rows } = await client.query(`
    select c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and has_table_privilege('holdfast_app', c.oid, 'truncate, references, trigger')`);
  expect(rows).toEqual([]);
});
