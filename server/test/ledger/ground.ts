import { sql } from "kysely";
import { pino } from "pino";
import { afterAll } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { Money } from "../../src/base/money.ts";
import { fixedClock, instantText } from "../../src/base/time.ts";
import type { Db, Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { openMetrics } from "../../src/http/metrics.ts";
import type { Route } from "../../src/http/route.ts";
import { buildServer } from "../../src/http/server.ts";
import { actorFinder } from "../../src/identity/find-actor.ts";
import { postLedger, type Posting } from "../../src/ledger/post.ts";
import { ledgerRoutes } from "../../src/ledger/routes.ts";
import { moneyChecks } from "../../src/main/verify/money-checks.ts";
import { callerOf } from "../harness/caller.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { morning } from "../harness/test-app.ts";
import { brokenChecks } from "../races/arena.ts";

export const at = Date.parse(morning);

/** Runs work in the platform scope, as the payment commands do. */
export function asPlatform<T>(db: Db, work: (tx: Tx) => Promise<T>, now = at): Promise<T> {
  return inTransaction(
    db,
    { scope: "platform", actor: "system:test", now: instantText(now) },
    work,
  );
}

export function post(db: Db, posting: Posting, now = at): Promise<boolean> {
  return asPlatform(db, (tx) => postLedger(tx, posting, now), now);
}

/** Puts money into a person's wallet, as a top-up does. */
export async function topUp(db: Db, userId: string, { amount, currency }: Money, now = at) {
  const paymentId = newId(now);
  const key = `payment:${paymentId}:paid`;
  const from = { kind: "gateway_clearing", gateway: "moyasar" } as const;
  const transfers = [
    { from, to: { kind: "customer_wallet", userId }, amountMinor: amount },
  ] as const;
  await asPlatform(
    db,
    async (tx) => {
      await sql`
        insert into payments (id, customer_id, purpose, gateway, method, currency, amount_minor, status, captured_minor,
          gateway_object, gateway_ref)
        values (${paymentId}, ${userId}, 'top_up', 'moyasar', 'card', ${currency}, ${amount}, 'paid', ${amount},
          'payment', ${`ref-${paymentId}`})`.execute(tx);
      await postLedger(tx, { kind: "top_up", key, currency, paymentId, transfers }, now);
    },
    now,
  );
  return paymentId;
}

/** Posts what a business earned, less the platform's fee. */
export function earn(
  db: Db,
  businessId: string,
  earned: { amount: number; fee?: number; currency?: string; bookingId?: string },
  now = at,
) {
  const { amount, fee = 0, currency = "SAR", bookingId = newId(now) } = earned;
  const paymentId = newId(now);
  const payable = { kind: "business_payable", businessId } as const;
  const transfers = [
    { from: { kind: "order_funds" } as const, to: payable, amountMinor: amount },
    ...(fee > 0
      ? [{ from: payable, to: { kind: "platform_fee" } as const, amountMinor: fee }]
      : []),
  ];
  const key = `share:${paymentId}:${bookingId}:earned`;
  return post(db, { kind: "payment", key, currency, paymentId, bookingId, transfers }, now);
}

/** Returns the balance of an account from its entries; accounts of one kind are added up. */
export async function balanceOf(owner: Db, kind: string, ownerId?: string): Promise<number> {
  const whose = ownerId === undefined ? sql`true` : sql`a.owner_id = ${ownerId}`;
  const { rows } = await sql<{ minor: number }>`
    select coalesce(sum(e.amount_minor), 0)::bigint as minor
    from ledger_entries e join ledger_accounts a on a.id = e.account_id
    where a.kind = ${kind} and ${whose}`.execute(owner);
  return rows[0]!.minor;
}

const moneyTitles = new Set(moneyChecks.map(({ title }) => title));

/** Returns the failed money checks of `holdfast verify`. Other checks are ignored: tests may post money without bookings. */
export async function brokenMoney(database: { db: Db }): Promise<string[]> {
  return (await brokenChecks(database)).filter((title) => moneyTitles.has(title));
}

/** Starts a server with the ledger's routes and those the test adds, on a database of its own. */
export async function openBooks(
  routesOf: (parts: Parameters<typeof buildServer>[0]["parts"]) => Route[] = () => [],
) {
  const database = await createTestDatabase();
  const { db } = database;
  const clock = fixedClock(morning);
  const parts = {
    db,
    clock,
    log: pino({ level: "silent" }),
    metrics: openMetrics(db),
    config: {
      env: "development",
      secret: "a secret of tests, thirty-two letters",
      rateLimits: false,
      checkReplies: true,
    },
  } as const;
  const server = buildServer({
    routes: [...ledgerRoutes({ mainGateway: "moyasar" }), ...routesOf(parts)],
    parts,
    findActor: actorFinder(db, clock, parts.metrics),
  });
  const origin = await server.listen({ port: 0, host: "127.0.0.1" });
  afterAll(() => server.close());
  return { ...database, clock, parts, as: (token?: string) => callerOf(origin, token) };
}

export const sar = (amount: number): Money => ({ amount, currency: "SAR" });
