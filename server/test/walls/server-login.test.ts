import pg from "pg";
import { beforeEach, afterEach, describe, expect, test } from "vitest";
import { assertWalledIn, serverUrlOf } from "../../src/db/server-login.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { asAdmin } from "../harness/template.ts";

const { url } = await createTestDatabase();
let client: pg.Client;

/** Connects as the server does: with its own login and the role holdfast_app. */
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

describe("a client with the server's login", () => {
  test.each([
    ["become the owner", "set role postgres"],
    ["become the engine", "set role holdfast_engine"],
    ["become another session", "set session authorization postgres"],
    ["switch off triggers and foreign keys", "set session_replication_role = replica"],
    ["switch off row-level security", "alter table bookings disable row level security"],
    ["disable a trigger", "alter table bookings disable trigger all"],
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
    ["grant itself the engine's role", "grant holdfast_engine to holdfast_server"],
    ["drop a table", "drop table claims"],
    ["empty a table", "truncate ledger_entries"],
    ["write a booking", "update bookings set status = 'confirmed'"],
    [
      "write a claim",
      "insert into claims (business_id, unit_id, booking_id) values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid())",
    ],
    ["write an event", "update booking_events set actor = 'nobody'"],
    ["delete an event", "delete from booking_events"],
    ["write the ledger", "update ledger_entries set amount_minor = 0"],
    [
      "add to the ledger directly",
      "insert into ledger_transactions (id) values (gen_random_uuid())",
    ],
    ["change a payment share's amount", "update payment_shares set amount_minor = 1"],
    [
      "change which booking a payment share is for",
      "update payment_shares set booking_id = gen_random_uuid()",
    ],
    ["change an amount allocated to an item", "update payment_share_items set amount_minor = 1"],
    ["change a payment's amount", "update payments set amount_minor = 1"],
    ["change a payment's refunded amount", "update payments set refunded_minor = 0"],
    ["change a refund's amount", "update refunds set amount_minor = 1"],
    ["change a payout", "update payouts set amount_minor = 1"],
    ["change a stored webhook", "update webhook_inbox set body = ''"],
    ["change a payment's history", "update payment_events set actor = 'nobody'"],
    ["change an invoice", "update invoices set issued_at = now()"],
    ["change the audit log", "update audit_log set actor = 'nobody'"],
    ["change a seal", "update event_seals set signature = ''"],
    ["change a migration's checksum", "update migrations set checksum = ''"],
    ["allow another move of a booking", "insert into booking_moves values ('expired', 'reserved')"],
    ["make an administrator", "update users set is_admin = true"],
    ["approve a business", "update businesses set status = 'approved'"],
  ])("cannot %s", async (_what, statement) => {
    expect(await codeOf(statement)).toBe(REFUSED);
  });

  test("may read nothing once it leaves the role", async () => {
    await client.query("set role none");
    expect(await codeOf("select from bookings")).toBe(REFUSED);
    expect(await codeOf("select from users")).toBe(REFUSED);
  });

  test("sees no bookings or users before a context is entered", async () => {
    const { rows } = await client.query(
      "select (select count(*) from bookings) + (select count(*) from users) as seen",
    );
    expect(Number(rows[0].seen)).toBe(0);
  });
});

test("the server does not start with a login that could bypass row-level security", async () => {
  await expect(assertWalledIn(serverUrlOf(url))).resolves.toBeUndefined();
  await expect(assertWalledIn(url)).rejects.toThrow(/it is a superuser.*its own login/s);

  const name = new URL(url).pathname.slice(1);
  await asAdmin(url, `grant temporary on database ${name} to public`);
  await expect(assertWalledIn(serverUrlOf(url))).rejects.toThrow("it may make temporary tables");
  await asAdmin(url, `revoke temporary on database ${name} from public`);
});

test("the server may not truncate, reference or add a trigger to any table", async () => {
  const { rows } = await client.query(`
    select c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and has_table_privilege('holdfast_app', c.oid, 'truncate, references, trigger')`);
  expect(rows).toEqual([]);
});
