import { sql } from "kysely";
import { expect } from "vitest";
import { instantText, MINUTE_MS } from "../../src/base/time.ts";
import { completeBookings, expireAmendments, expireHolds } from "../../src/booking/end-due.ts";
import { sendRefunds } from "../../src/refund/send-refunds.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import { subscriptions } from "../../src/schedule.ts";
import type { Books } from "./books.ts";
import { shopNames } from "./shops.ts";
import type { World } from "./world.ts";

export function platformAt({ app }: World) {
  return { scope: "platform", actor: "system:test", now: instantText(app.clock.now()) } as const;
}

/** Marks expired holds and amendments as expired. */
export async function expireAll(world: World): Promise<void> {
  const { db, app } = world.app;
  await expireHolds(db, platformAt(world), app.parts.metrics);
  await expireAmendments(db, platformAt(world));
}

/** Completes the bookings whose grace period is over. */
export async function completeAll(books: Books, world: World): Promise<void> {
  await completeBookings(world.app.db, platformAt(world));
  for (const one of books.bookings) {
    const tookPlace = one.ends + books.shops.graceMinutes * MINUTE_MS;
    if (one.status === "confirmed" && tookPlace <= books.now) one.move("completed");
  }
}

/** Delivers the whole outbox and sends all refunds. */
export async function tellAll(books: Books, { app, shops }: World): Promise<void> {
  const { parts } = app.app;
  for (;;) {
    const told = await drainOutbox({ ...parts, subscriptions: subscriptions(parts) });
    if (told + (await sendRefunds(parts)) === 0) break;
  }
  const ids = shopNames.map((name) => shops[name].businessId);
  const { rows } = await sql`
    select topic, last_error from outbox where done_at is null and business_id = any(${ids}::uuid[])
  `.execute(app.owner);
  expect(rows, "what could not be delivered").toEqual([]);
  for (const { orderId } of books.bookings) books.countUndue(orderId);
}

/** Fails when a wallet differs from the model; no refund may still be on its way. */
export async function compareWallets(books: Books, { customers }: World): Promise<void> {
  const held = await Promise.all(
    customers.map(async (one) => (await one.get("/v1/wallet")).body.items[0].balance.amount),
  );
  expect(held, "what is in the wallets").toEqual(customers.map((_, who) => books.walletOf(who)));
}
