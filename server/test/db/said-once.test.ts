import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import fc from "fast-check";
import { expect, test } from "vitest";
import { amendmentMoves, amendmentStatuses, isOpen } from "../../src/amendment/amendment.ts";
import { itemKinds } from "../../src/base/item-kinds.ts";
import { statusText } from "../../src/base/nouns.ts";
import { instantText } from "../../src/base/time.ts";
import { implies, moves, statuses, statusesThat, statusNow } from "../../src/booking/booking.ts";
import { byKind } from "../../src/main/verify/by-kind.ts";
import { businessStatuses, isPublic } from "../../src/business/businesses.ts";
import { decisions } from "../../src/business/move-business.ts";
import { toldSteps } from "../../src/message/booking-messages.ts";
import {
  implies as paymentImplies,
  paymentStatuses,
  paymentsThat,
  refundStatuses,
} from "../../src/payment/payment.ts";
import { createTestDatabase } from "../harness/test-database.ts";

/** What a status implies is defined once in TypeScript and once in SQL; here both are compared for every status. */

const { db, owner } = await createTestDatabase();

const vocabularies = {
  booking: statuses,
  amendment: amendmentStatuses,
  payment: paymentStatuses,
  refund: refundStatuses,
  business: businessStatuses,
};

/** Returns the words for which an SQL function is true. */
async function trueIn(name: string, words: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select word from unnest(${[...words]}::text[]) word where ${sql.ref(name)}(word)`.execute(db);
  return rows.map(({ word }) => word);
}

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const bookingWords = (Object.keys(implies.reserved) as (keyof typeof implies.reserved)[]).filter(
  // Only a constraint uses it, as only an index uses isOpen of payments.
  (what) => what !== "isOver",
);

test.each(bookingWords)(
  "TypeScript and SQL agree on which booking statuses mean %s",
  async (what) => {
    expect(await trueIn(`booking_${snake(what)}`, statuses)).toEqual(statusesThat(what));
  },
);

const paymentWords = (
  Object.keys(paymentImplies.paid) as (keyof typeof paymentImplies.paid)[]
).filter((what) => what !== "isOpen");

test.each(paymentWords)(
  "TypeScript and SQL agree on which payment statuses mean %s",
  async (what) => {
    const words = await trueIn(`payment_${snake(what)}`, paymentStatuses);
    expect(words).toEqual(paymentsThat(what));
  },
);

test("TypeScript and SQL agree on which amendments wait and which businesses are public", async () => {
  expect(await trueIn("amendment_waits", amendmentStatuses)).toEqual(
    amendmentStatuses.filter(isOpen),
  );
  expect(await trueIn("business_is_public", businessStatuses)).toEqual(
    businessStatuses.filter((status) => isPublic[status]),
  );
});

test("TypeScript and SQL agree on whether a hold has run out, at any time", async () => {
  const at = fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_005 });
  const hold = fc.record({
    status: fc.constantFrom(...statuses),
    expiresAt: fc.option(at),
    now: at,
  });
  const holds = fc.sample(hold, 500).map((one) => ({
    ...one,
    expiresAt: one.expiresAt === null ? null : instantText(one.expiresAt),
  }));
  const { rows } = await sql<{ overdue: boolean }>`
    select booking_is_overdue(h.status, h."expiresAt", to_timestamp(h.now / 1000.0)) is true as overdue
    from jsonb_to_recordset(${JSON.stringify(holds)}::jsonb) h (status text, "expiresAt" timestamptz, now float8)`.execute(
    db,
  );
  expect(rows.map((row) => row.overdue)).toEqual(
    holds.map(
      ({ status, expiresAt, now }) =>
        status !== "expired" && statusNow(status, expiresAt, now) === "expired",
    ),
  );
});

/** Returns those of `among` that a constraint or an index names, in the order of `among`. */
async function wordsOf(name: string, among: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select coalesce(
      (select pg_get_constraintdef(oid) from pg_constraint where conname = ${name}),
      (select pg_get_expr(i.indpred, i.indrelid) from pg_index i where i.indexrelid = to_regclass(${name}))) as text`.execute(
    owner,
  );
  return among.filter((word) => rows[0]!.text.includes(`'${word}'`));
}

test.each([
  ["bookings_status_check", statuses, statuses],
  ["amendments_status_check", amendmentStatuses, amendmentStatuses],
  ["payments_status_check", paymentStatuses, paymentStatuses],
  ["refunds_status_check", refundStatuses, refundStatuses],
  ["businesses_status_check", businessStatuses, businessStatuses],
  ["booking_items_kind_check", itemKinds, itemKinds],
  ["booking_stamped", statuses, statuses],
  ["deleted_only_when_over", statuses, statusesThat("isOver")],
  ["bookings_expiring", statuses, statusesThat("runsOut")],
  ["bookings_open_of_address", statuses, statusesThat("blocks")],
  ["bookings_open_of_customer", statuses, statusesThat("blocks")],
  ["amendments_expiring", amendmentStatuses, amendmentStatuses.filter(isOpen)],
  ["one_open_amendment", amendmentStatuses, amendmentStatuses.filter(isOpen)],
  ["open_amendment_expires", amendmentStatuses, amendmentStatuses.filter(isOpen)],
  ["one_open_payment", paymentStatuses, paymentsThat("isOpen")],
] as const)("the words in %s match the TypeScript definition", async (name, all, meant) => {
  expect(await wordsOf(name, all)).toEqual([...meant]);
});

test("the planner inlines the status functions, so that partial indexes are used", async () => {
  const plans = await owner.transaction().execute(async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx);
    const planOf = async (query: string) => {
      const { rows } = await sql.raw<{ "QUERY PLAN": string }>(`explain ${query}`).execute(tx);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    };
    return Promise.all([
      planOf(`select from bookings where booking_is_overdue(status, expires_at, app_now())`),
      planOf(`select from bookings b where b.client_block = 'a' and booking_blocks(b.status)`),
      planOf(
        `select from amendments a where amendment_waits(a.status) and a.expires_at <= app_now()`,
      ),
    ]);
  });
  expect(plans[0]).toContain("bookings_expiring");
  expect(plans[1]).toContain("bookings_open_of_address");
  expect(plans[2]).toContain("amendments_expiring");
  expect(plans.join("\n")).not.toMatch(/booking_|amendment_waits/);
});

test("TypeScript and SQL allow the same status changes of an amendment", async () => {
  const { rows } = await sql<{ move: string }>`
    select from_status || ' ' || to_status as move from amendment_moves`.execute(owner);
  const written = Object.entries(amendmentMoves).flatMap(([from, all]) =>
    all.map((to) => `${from} ${to}`),
  );
  expect(rows.map(({ move }) => move).toSorted()).toEqual(written.toSorted());
});

test("only pool_taken() computes what is taken from a pool, and the planner inlines it", async () => {
  const { rows } = await sql<{ "QUERY PLAN": string }>`
    explain select k.bucket, k.taken from offerings o, pool_taken(o.business_id, o.id, 'today', 'tomorrow', now(), null) k
    where counted > 3`.execute(owner);
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  expect(plan).toContain("pool_buckets");
  expect(plan).not.toContain("pool_taken");
  const elsewhere = (await filesWith(/\btaken\s*-\s*coalesce/, "sql", "src")).filter(
    (path) => path !== "sql/booking/pool-taken.sql",
  );
  expect(elsewhere).toEqual([]);
});

test("holdfast verify lists no kinds itself: it uses byKind, which must name every kind to compile", async () => {
  const cases = new RegExp(`when '(?:${itemKinds.join("|")})'`);
  expect(await filesWith(cases, "src/main/verify")).toEqual([]);
  expect(byKind("kind", { appointment: "1", rental: "2", seat: "3", stay: "4" })).toMatch(cases);
});

test("TypeScript and SQL allow the same status changes of a business", async () => {
  const { rows } = await sql<{ text: string }>`
    select pg_get_functiondef('guard_business_move'::regproc) as text`.execute(owner);
  const written = [...rows[0]!.text.matchAll(/\('(\w+)', '(\w+)'\)/g)].map(
    ([, a, b]) => `${a} ${b}`,
  );
  const decided = Object.values(decisions).flatMap(({ from, to }) =>
    from.map((before) => `${before} ${to}`),
  );
  expect(written.toSorted()).toEqual(decided.toSorted());
});

test("misfits() knows every kind that can be booked, and raises for any other kind", async () => {
  const ask = (kind: string) =>
    sql`select misfits(gen_random_uuid(), ${kind}, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
      now(), now() + interval '1 hour', '{}')`.execute(owner);
  for (const kind of itemKinds) await expect(ask(kind)).resolves.toBeDefined();
  await expect(ask("balloon ride")).rejects.toThrow("nothing says what an item of kind");
});

test("every status has Arabic words for use in refusals", () => {
  const all = Object.values(vocabularies).flat();
  const arabic = /^[\u0600-\u06FF ]+$/;
  expect(all.filter((status) => !arabic.test(statusText(status).ar))).toEqual([]);
});

test("customers are told of every status except outcomes entered at the desk", () => {
  const silent = statuses.filter((status) => !(toldSteps as readonly string[]).includes(status));
  expect(silent).toEqual(statusesThat("isOutcome"));
  // Some move leads to each of them.
  expect(statuses.filter((status) => !Object.values(moves).flat().includes(status))).toEqual([]);
});

/** Files that may list statuses: definitions, readers of a gateway's own words, and those with a reason beside them. */
const ALLOWED = [
  /^src\/(booking\/booking|amendment\/amendment|payment\/payment|business\/businesses|base\/item-kinds)\.ts$/,
  /^sql\/base\/(booking|amendment|payment|business)-status\.sql$/,
  // Status changes of a business, compared above.
  /^src\/business\/move-business\.ts$|^sql\/business\/guard-business-move\.sql$/,
  // A gateway's own words.
  /^src\/(sandbox\/|payment\/gateways\/|payment\/gateway\.ts)/,
  // Two statuses that both end a gateway's request.
  /^sql\/payment\/guard-payment-move\.sql$/,
  // The steps that customers are told of, compared above.
  /^src\/message\/booking-messages\.ts$/,
  // The demo's own choice of two statuses.
  /^src\/demo\/demo-business\.ts$/,
  /generated\.ts$/,
];

const word = `["'](?:${[...Object.values(vocabularies).flat(), ...itemKinds].join("|")})["']`;
const LISTS = [
  // ["a", "b"], ('a', 'b'), "a" | "b"
  new RegExp(String.raw`(?<!\w\()${word}\s*[,|]\s*${word}`, "g"),
  // x = 'a' or x = 'b', x !== "a" && x !== "b"
  new RegExp(
    String.raw`([\w.]+) [=!<>]+ ${word}\s*(?:\|\||&&|\bor\b|\band\b)\s*\(?\1 [=!<>]+ ${word}`,
    "g",
  ),
];

function listsIn(text: string): string[] {
  const code = text.replaceAll(/^\s*(?:--|\/\/|\*|\/\*\*).*$/gm, "");
  return LISTS.flatMap((list) => code.match(list) ?? []);
}

/** Returns paths and texts of the program's files in some folders of the server. */
async function programFiles(...folders: string[]): Promise<[path: string, text: string][]> {
  const server = fileURLToPath(new URL("../../", import.meta.url));
  const names = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(`${server}${folder}`, { recursive: true })).map((name) => `${folder}/${name}`),
    ),
  );
  const paths = names.flat().filter((name) => /\.(ts|sql)$/.test(name));
  return Promise.all(
    paths.map(
      async (path) => [path, await readFile(`${server}${path}`, "utf8")] as [string, string],
    ),
  );
}

async function filesWith(pattern: RegExp, ...folders: string[]): Promise<string[]> {
  const files = await programFiles(...folders);
  return files.filter(([, text]) => pattern.test(text)).map(([path]) => path);
}

test("no feature writes out its own list of statuses or kinds", async () => {
  const files = (await programFiles("src", "sql")).filter(
    ([path]) => !ALLOWED.some((allowed) => allowed.test(path)),
  );
  expect(files.flatMap(([path, text]) => listsIn(text).map((list) => `${path}: ${list}`))).toEqual(
    [],
  );
});

test("control: the check finds a list in any form", () => {
  const lists = [
    `status in ('reserved', 'pending')`,
    `["paid",\n  "refunded"].includes(status)`,
    `status: "cancelled" | "expired";`,
    `if (a.status === "initiated" || a.status === "failed")`,
    `b.status <> 'draft' and b.status <> 'submitted'`,
  ];
  expect(lists.flatMap(listsIn)).toHaveLength(lists.length);
  expect(listsIn(`throw invalidTransition("paid", "refunded");`)).toEqual([]);
  expect(listsIn(`old.status = 'requested' and new.status = 'failed'`)).toEqual([]);
});
