import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { notFound } from "../../src/base/problem.ts";
import { connect } from "../../src/db/connection.ts";
import { asProblem } from "../../src/db/constraint-problems.ts";
import {
  checkWords,
  moneyWords,
  ownTables,
  tableNouns,
  uniqueWords,
} from "../../src/db/constraint-words.ts";
import { createTestDatabase } from "../harness/test-database.ts";

const { db, owner, url } = await createTestDatabase();

/** Runs a statement as the owner, whom no policy restricts, and returns the problem it ends in. */
async function problemOf(statement: string, on = owner) {
  const error: unknown = await sql
    .raw(statement)
    .execute(on)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  const { type, status, errors, extra } = asProblem(error);
  return { type, status, extra, pointers: errors?.map((one) => one.pointer) };
}

const raise = (state: string, detail: string) =>
  problemOf(`do $$ begin raise 'x' using errcode = '${state}', detail = '${detail}'; end $$`);

const salon = newId();
const someone = newId();
await sql`insert into businesses (id, slug, kind, name_ar, name_en)
  values (${salon}, 'salon', 'salon', 'صالون', 'Salon')`.execute(owner);
await sql`insert into users (id, phone) values (${someone}, '+966500000009')`.execute(owner);
await sql`insert into members (business_id, user_id, role) values (${salon}, ${someone}, 'staff')`.execute(
  owner,
);

const branch = newId();
await sql`insert into locations (business_id, id, name_ar, name_en)
  values (${salon}, ${branch}, 'فرع', 'Branch')`.execute(owner);

const addStaff = (location: string, user: string) => `with unit as (
    insert into units (business_id, id, kind) values ('${salon}', '${newId()}', 'staff') returning *)
  insert into staff (business_id, id, location_id, user_id, name_ar, name_en)
  select business_id, id, '${location}', ${user}, 'س', 'S' from unit`;

const addOffering = (columns: string, values: string) => `insert into offerings
  (business_id, id, kind, name_ar, name_en, ${columns})
  values ('${salon}', '${newId()}', 'route', 'خ', 'R', ${values})`;

describe("an error raised by the engine's functions", () => {
  test.each([
    ["HF001", '{"kind":"claim","missed":[]}', "already-taken", { alternatives: [] }],
    [
      "HF002",
      '{"by":"customer","limit":5,"held":6}',
      "hold-limit",
      { by: "customer", limit: 5, places: 6 },
    ],
    [
      "HF003",
      '{"from":"expired","to":"cancelled"}',
      "invalid-transition",
      { from: "expired", to: "cancelled" },
    ],
    ["HF004", "", "internal", undefined],
    ["HF005", '{"what":"booking"}', "not-found", undefined],
    ["HF006", '{"version":3}', "precondition-failed", undefined],
    [
      "HF007",
      '{"reasons":[{"rule":"holiday"}]}',
      "not-available",
      { reasons: [{ rule: "holiday" }], alternatives: [] },
    ],
    ["HF008", "", "internal", undefined],
    ["HF010", "", "internal", undefined],
  ])("%s with detail %s becomes %s", async (state, detail, type, extra) => {
    expect(await raise(state, detail)).toMatchObject({ type, extra });
  });

  test("keeps its type when its detail is not JSON", async () => {
    expect(await raise("HF005", "{broken")).toMatchObject({ type: "not-found" });
  });
});

describe("a constraint violation", () => {
  test("for a taken slug is a conflict at /slug", async () => {
    const again = `insert into businesses (id, slug, kind, name_ar, name_en)
      values ('${newId()}', 'salon', 'salon', 'ص', 'S')`;
    expect(await problemOf(again)).toMatchObject({ type: "conflict", pointers: ["/slug"] });
  });

  test("for an unknown location or user points at its field", async () => {
    const nowhere = await problemOf(addStaff(newId(), "null"));
    expect(nowhere).toMatchObject({ type: "invalid-request", pointers: ["/locationId"] });
    const nobody = await problemOf(addStaff(branch, `'${newId()}'`));
    expect(nobody).toMatchObject({ type: "invalid-request", status: 422, pointers: ["/userId"] });
  });

  test("for deleting a user who is a member of a business is a conflict", async () => {
    const removal = `delete from users where id = '${someone}'`;
    expect(await problemOf(removal)).toMatchObject({ type: "conflict" });
  });

  test("for a value out of range points at its field", async () => {
    expect(await problemOf(addOffering("hold_minutes", "31"))).toMatchObject({
      pointers: ["/holdMinutes"],
    });
    expect(await problemOf(addOffering("cancel_fee_minor", "-1"))).toMatchObject({
      pointers: ["/cancelFee"],
    });
    const both = await problemOf(addOffering("cancel_fee_minor, cancel_fee_percent", "1, 1"));
    expect(both).toMatchObject({ type: "invalid-request", pointers: ["/cancelFeePercent"] });
  });

  test.each([
    ["23514", "wallet_never_below_zero", "insufficient-funds", "/walletAmount"],
    ["23514", "captured_within_payment", "conflict", "/amount"],
    ["23514", "refunds_within_payment", "conflict", "/amount"],
    ["23514", "refunds_within_share", "conflict", "/amount"],
    ["23505", "one_open_payment", "conflict", "/method"],
    ["23505", "one_wallet_debit", "conflict", "/method"],
    ["23505", "payout_batches_reference_key", "conflict", "/reference"],
    ["23505", "payouts_business_id_reference_key", "conflict", "/reference"],
  ])("%s of %s becomes %s at %s", async (state, constraint, type, pointer) => {
    const raised = `do $$ begin
      raise 'x' using errcode = '${state}', constraint = '${constraint}', table = 'payments'; end $$`;
    expect(await problemOf(raised)).toMatchObject({ type, status: 409, pointers: [pointer] });
  });

  test("for a row of another business is forbidden", async () => {
    const foreign = `insert into locations (business_id, id, name_ar, name_en)
      values ('${salon}', '${newId()}', 'ف', 'L')`;
    expect(await problemOf(foreign, db)).toMatchObject({ type: "forbidden", status: 403 });
  });

  test.each([
    "select 'x'::uuid",
    "select '2026-13-45'::date",
    "select '99999999999'::int",
    "select ('99999999-01-01')::timestamptz",
    `select '"\\u0000"'::jsonb ->> 0`,
    "select convert_from('\\xff', 'utf8')",
  ])("for input that the database cannot read is an invalid request: %s", async (statement) => {
    expect(await problemOf(statement)).toMatchObject({ type: "invalid-request", status: 422 });
  });

  test("for a NUL in a parameter is an invalid request", async () => {
    const error: unknown = await sql`select ${"a\0b"}::text`
      .execute(db)
      .catch((thrown: unknown) => thrown);
    expect(asProblem(error)).toMatchObject({ type: "invalid-request", status: 422 });
  });
});

describe("an unavailable database", () => {
  test("answers 503 with Retry-After when it refuses connections", async () => {
    const nowhere = connect({ url: "postgres://x:x@127.0.0.1:1/x" });
    const error: unknown = await sql`select 1`
      .execute(nowhere.db)
      .catch((thrown: unknown) => thrown);
    await nowhere.end();
    expect(asProblem(error)).toMatchObject({ status: 503, headers: { "retry-after": "5" } });
  });

  test("answers 503 with Retry-After while its Unix socket is missing", async () => {
    const nowhere = connect({ url: "postgres://x:x@127.0.0.1:1/x?host=/nowhere" });
    const error: unknown = await sql`select 1`
      .execute(nowhere.db)
      .catch((thrown: unknown) => thrown);
    await nowhere.end();
    expect(asProblem(error)).toMatchObject({ status: 503, headers: { "retry-after": "5" } });
    const other = Object.assign(new Error("no such file"), { code: "ENOENT", syscall: "open" });
    expect(asProblem(other)).toMatchObject({ status: 500 });
  });

  test.each(["57P01", "57P03", "08006", "53300", "57014", "40P01"])(
    "answers 503 for error %s",
    async (state) => {
      expect(await raise(state, "")).toMatchObject({ type: "unavailable", status: 503 });
    },
  );

  test("answers unavailable when no connection is free in time", async () => {
    const one = connect({ url, poolSize: 1, connectTimeoutMs: 50 });
    const slow = sql`select pg_sleep(0.3)`.execute(one.db);
    const error: unknown = await sql`select 1`.execute(one.db).catch((thrown: unknown) => thrown);
    await slow;
    await one.end();
    expect(asProblem(error)).toMatchObject({ type: "unavailable" });
  });
});

test("a problem is passed on as it is, and any unforeseen error is internal with its cause", () => {
  const mine = notFound("order");
  expect(asProblem(mine)).toBe(mine);
  const bug = new TypeError("x is not a function");
  expect(asProblem(bug)).toMatchObject({ type: "internal", status: 500, cause: bug });
  expect(asProblem("thrown words")).toMatchObject({ type: "internal" });
});

test("every constraint with words exists, and every constraint a caller can violate has words", async () => {
  const { rows } = await sql<{ name: string; table: string; kind: string; columns: number }>`
    select conname as name, conrelid::regclass::text as table, contype as kind, cardinality(conkey) as columns
    from pg_constraint where connamespace = 'public'::regnamespace and contype in ('u', 'x', 'c', 'p', 'f')`.execute(
    owner,
  );
  const { rows: indexes } = await sql<{ name: string }>`
    select indexname as name from pg_indexes where schemaname = 'public'`.execute(owner);
  const names = new Set([...rows, ...indexes].map((row) => row.name));
  const worded = [uniqueWords, checkWords, moneyWords].flatMap((words) => Object.keys(words));
  expect(worded.filter((name) => !names.has(name))).toEqual([]);
  const madeByUs =
    /^(bookings_.*_reference|sessions_token_hash|.*_business_id_id_(kind|journey_id))_key$/;
  const wordless = rows.filter(
    ({ name, table, kind, columns }) =>
      !ownTables.has(table) &&
      !worded.includes(name) &&
      ![
        "claims_never_overlap",
        "seat_claims_never_overlap",
        "pool_within_capacity",
        "business_stamped",
      ].includes(name) &&
      ((/[ux]/.test(kind) && !madeByUs.test(name)) || (kind === "c" && columns > 1)),
  );
  expect(wordless.map((row) => row.name)).toEqual([]);
  const tables = new Set(rows.map((row) => row.table));
  expect(Object.keys(tableNouns).filter((table) => !tables.has(table))).toEqual([]);
});
