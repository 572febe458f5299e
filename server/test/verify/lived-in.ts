import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { expireHolds } from "../../src/booking/end-due.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import { runIfDue } from "../../src/queue/timed-task.ts";
import { subscriptions, timedTasks } from "../../src/schedule.ts";
import { SEAL_TASK } from "../../src/seal/seal-missed.ts";
import { makeBusLine } from "../harness/bus-line.ts";
import {
  makeBusiness,
  makeHotel,
  makeSalon,
  makeVenue,
  type Salon,
} from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { sar, startMoneyApp, type MoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson, platform } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { haircut, nights, rig, seats } from "../flows/wants.ts";

const RETURN = "https://book.example/back";
const DAY = "2026-11-24";
const MINUTE_MS = 60_000;

/** The people who act in it. */
interface Cast {
  app: MoneyApp;
  customer: Caller;
  admin: Caller;
  /** Paid in advance; a late cancellation costs a fee. */
  prepaid: Salon;
  /** Paid at the venue. */
  relaxed: Salon;
  /** A deposit is paid in advance, and the business accepts by hand. */
  choosy: Salon;
  managerOf(salon: Salon): Promise<Caller>;
}

/**
 * Fills a database over the API: an order of all four kinds, payments by card, from the wallet, by both, and at the
 * till, refunds to a card and to the wallet, cancellations, expired holds, late money, no-shows, invoices and payouts.
 * All background work is done, except one refund that the gateway has not made yet.
 */
export async function openLivedIn(): Promise<MoneyApp> {
  const dataFolder = await mkdtemp(join(tmpdir(), "lived-in-"));
  afterAll(() => rm(dataFolder, { recursive: true }));
  const app = await startMoneyApp({ dataFolder });
  const cast = await openCast(app);
  await buyAllKinds(cast);
  await fillWalletByCard(cast);
  await payFromWallet(cast);
  await failSplit(cast);
  await payAtTheTill(cast);
  await acceptByHand(cast);
  await cancelLate(cast);
  await letRunOut(cast);
  await payLate(cast);
  await endVisits(cast);
  await changeBookings(cast);
  await payOut(cast);
  await promiseRefund(cast);
  await editBesideSold(cast);
  await leaveOverdue(cast);
  await sealAll(cast);
  return app;
}

async function openCast(app: MoneyApp): Promise<Cast> {
  const { db } = app;
  const late = { free_cancel_hours: 24 * 30, cancel_fee_percent: 40 };
  const prepaid = await makeSalon(db, { staff: 2, terms: { payment_terms: "full", ...late } });
  const relaxed = await makeSalon(db, { staff: 2 });
  const by_hand = { payment_terms: "deposit", acceptance: "manual" } as const;
  const choosy = await makeSalon(db, { terms: by_hand });
  await inTransaction(db, platform, (tx) => makeBusiness(tx, "venue", { approved: false }));
  const admin = app.as((await makePerson(db, { admin: true })).token);
  for (const { businessId } of [prepaid, relaxed, choosy]) {
    const fee = await admin.send("PATCH", `/v1/admin/businesses/${businessId}/fee`, {
      basisPoints: 250,
    });
    expect(fee.status, JSON.stringify(fee.body)).toBe(200);
  }
  return {
    app,
    admin,
    prepaid,
    relaxed,
    choosy,
    customer: app.as((await makePerson(db)).token),
    managerOf: async ({ businessId }) =>
      app.as((await makeMember(db, businessId, "manager")).token),
  };
}

/** Sends an API request that must succeed. */
async function done(caller: Caller, path: string, body?: object) {
  const answer = await caller.post(path, body);
  expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

async function order(cast: Cast, ...items: object[]) {
  const body = await done(cast.customer, "/v1/orders", { items });
  const bookingIds = body.bookings.map(({ id }: { id: string }) => id) as string[];
  return { id: body.id as string, bookingId: bookingIds[0]!, bookingIds };
}

async function payByCard(
  { app, customer }: Cast,
  orderId: string,
  {
    outcome = "approve",
    ...how
  }: { outcome?: "approve" | "decline"; [more: string]: unknown } = {},
): Promise<string> {
  const body = { method: "card", returnUrl: RETURN, ...how };
  const begun = await done(customer, `/v1/orders/${orderId}/payments`, body);
  await payAsPerson(begun.redirectUrl, { outcome });
  await app.work();
  return begun.id;
}

async function expectStatus({ customer }: Cast, bookingId: string, status: string): Promise<void> {
  expect((await customer.get(`/v1/bookings/${bookingId}`)).body.status).toBe(status);
}

/** Books all four kinds in one order and pays it by card. */
async function buyAllKinds(cast: Cast): Promise<void> {
  const { db } = cast.app;
  const terms = { payment_terms: "full" } as const;
  const [venue, bus, hotel] = [
    await makeVenue(db, { terms }),
    await makeBusLine(db, terms),
    await makeHotel(db, { rooms: 3, terms }),
  ];
  const bought = await order(
    cast,
    haircut(cast.prepaid, `${DAY}T10:00:00+03:00`),
    rig(venue, `${DAY}T12:00:00+03:00`, { units: 2 }),
    seats(bus, ["1", "2"], 0, 1),
    nights(hotel, "2026-12-02", "2026-12-04", { rooms: 2 }),
  );
  await payByCard(cast, bought.id);
  for (const id of bought.bookingIds) await expectStatus(cast, id, "confirmed");
  const onward = await order(cast, seats(bus, ["1"], 1, 2));
  await payByCard(cast, onward.id);
}

async function fillWalletByCard({ app, customer }: Cast): Promise<void> {
  const begun = await done(customer, "/v1/wallet/topUps", {
    amount: sar(50_000),
    returnUrl: RETURN,
  });
  await payAsPerson(begun.redirectUrl, { outcome: "approve" });
  await app.work();
}

async function payFromWallet(cast: Cast): Promise<void> {
  const held = await order(cast, haircut(cast.prepaid, `${DAY}T11:00:00+03:00`));
  await done(cast.customer, `/v1/orders/${held.id}/payments`, {
    method: "wallet",
    returnUrl: RETURN,
  });
  await cast.app.work();
  await expectStatus(cast, held.bookingId, "confirmed");
}

/** Pays with wallet and card; the card is declined after the wallet's part was reserved. */
async function failSplit(cast: Cast): Promise<void> {
  const held = await order(cast, haircut(cast.prepaid, `${DAY}T12:00:00+03:00`));
  const split = { method: "split", walletAmount: sar(4_000) };
  await payByCard(cast, held.id, { ...split, outcome: "decline" });
  await payByCard(cast, held.id, split);
  await expectStatus(cast, held.bookingId, "confirmed");
}

async function payAtTheTill(cast: Cast): Promise<void> {
  const booked = await order(cast, haircut(cast.relaxed, `${DAY}T10:00:00+03:00`));
  const manager = await cast.managerOf(cast.relaxed);
  await done(manager, `/v1/bookings/${booked.bookingId}/payments`, {
    method: "cash",
    amount: sar(10_000),
  });
  await done(manager, `/v1/manage/businesses/${cast.relaxed.businessId}/bookings`, {
    items: [haircut(cast.relaxed, `${DAY}T11:00:00+03:00`)],
    customer: { name: "Walk-in", phone: "+966511111112" },
  });
  await cast.app.work();
}

async function acceptByHand(cast: Cast): Promise<void> {
  const manager = await cast.managerOf(cast.choosy);
  const accepted = await order(cast, haircut(cast.choosy, `${DAY}T10:00:00+03:00`));
  await payByCard(cast, accepted.id);
  await expectStatus(cast, accepted.bookingId, "pending");
  await done(manager, `/v1/bookings/${accepted.bookingId}/confirmation`);
  const waiting = await order(cast, haircut(cast.choosy, `${DAY}T11:00:00+03:00`));
  await payByCard(cast, waiting.id);
  await cast.app.work();
}

/** Cancels three bookings: one with a fee and a refund to the card, one to the wallet, one by the business. */
async function cancelLate(cast: Cast): Promise<void> {
  for (const [hour, refundTo] of [
    ["13", "source"],
    ["14", "wallet"],
  ]) {
    const booked = await order(cast, haircut(cast.prepaid, `${DAY}T${hour}:00:00+03:00`));
    await payByCard(cast, booked.id);
    await done(cast.customer, `/v1/bookings/${booked.bookingId}/cancellation`, { refundTo });
    await cast.app.work();
  }
  const booked = await order(cast, haircut(cast.prepaid, `${DAY}T15:00:00+03:00`));
  await payByCard(cast, booked.id);
  const manager = await cast.managerOf(cast.prepaid);
  await done(manager, `/v1/bookings/${booked.bookingId}/cancellation`, { reason: "ill" });
  await cast.app.work();
}

async function letRunOut(cast: Cast): Promise<void> {
  const held = await order(cast, haircut(cast.prepaid, `${DAY}T16:00:00+03:00`));
  await expireAll(cast);
  await expectStatus(cast, held.bookingId, "expired");
}

/** A payment arrives after its hold ran out; the place is still free and is claimed again. */
async function payLate(cast: Cast): Promise<void> {
  const { app, customer } = cast;
  const held = await order(cast, haircut(cast.prepaid, `${DAY}T17:00:00+03:00`));
  app.sandbox.set({ dropWebhooks: true });
  const paymentId = await payByCard(cast, held.id);
  app.sandbox.set({ dropWebhooks: false });
  await expireAll(cast);
  await expectStatus(cast, held.bookingId, "expired");
  await done(customer, `/v1/payments/${paymentId}/check`);
  await app.work();
  await expectStatus(cast, held.bookingId, "confirmed");
}

/** Twenty minutes later the timed task expires the holds. */
async function expireAll({ app }: Cast): Promise<void> {
  app.clock.advance(20 * MINUTE_MS);
  const context = { ...platform, now: instantText(app.clock.now()) };
  await expireHolds(app.db, context, app.app.parts.metrics);
  await app.work();
}

async function endVisits(cast: Cast): Promise<void> {
  const [came, staying, absent] = [
    await order(cast, haircut(cast.relaxed, "2026-11-22T10:00:00+03:00")),
    await order(cast, haircut(cast.relaxed, "2026-11-22T10:00:00+03:00")),
    await order(cast, haircut(cast.relaxed, "2026-11-22T11:00:00+03:00")),
  ];
  const manager = await cast.managerOf(cast.relaxed);
  cast.app.clock.set("2026-11-22T06:55:00Z");
  for (const { bookingId } of [came, staying]) {
    await done(manager, `/v1/bookings/${bookingId}/checkIn`);
  }
  cast.app.clock.set("2026-11-22T10:00:00Z");
  await done(manager, `/v1/bookings/${came.bookingId}/completion`);
  await done(manager, `/v1/bookings/${absent.bookingId}/noShow`);
  await cast.app.work();
}

/** Moves a visit, and requests a longer rental and stay whose extra price is not paid yet. */
async function changeBookings(cast: Cast): Promise<void> {
  const moved = await order(cast, haircut(cast.relaxed, "2026-11-26T10:00:00+03:00"));
  const later = { start: "2026-11-26T14:00:00+03:00" };
  expect((await amend(cast, moved.bookingId, later)).status).toBe("applied");
  const venue = await makeVenue(cast.app.db, { terms: { payment_terms: "full" } });
  const hour = await order(cast, rig(venue, "2026-11-26T10:00:00+03:00"));
  await payByCard(cast, hour.id);
  const { start, end } = rig(venue, "2026-11-26T10:00:00+03:00", { hours: 2 });
  expect((await amend(cast, hour.bookingId, { start, end })).status).toBe("awaitingPayment");
  const hotel = await makeHotel(cast.app.db, { terms: { payment_terms: "full" } });
  const night = await order(cast, nights(hotel, "2026-11-26", "2026-11-27"));
  await payByCard(cast, night.id);
  const longer = { checkOut: "2026-11-28" };
  expect((await amend(cast, night.bookingId, longer)).status).toBe("awaitingPayment");
  await cast.app.work();
}

/** Requests a change of a booking's only item. */
async function amend(cast: Cast, bookingId: string, change: object) {
  const { items } = (await cast.customer.get(`/v1/bookings/${bookingId}`)).body;
  const body = { items: [{ id: items[0].id, ...change }] };
  return done(cast.customer, `/v1/bookings/${bookingId}/amendments`, body);
}

async function payOut({ admin, app, prepaid }: Cast): Promise<void> {
  const payout = { amount: sar(500), reference: "transfer 1" };
  await done(admin, `/v1/admin/businesses/${prepaid.businessId}/payouts`, payout);
  const batch = { currency: "SAR", reference: "batch 1" };
  await done(admin, "/v1/admin/payoutBatches", batch);
  await app.work();
}

/** A refund is requested and reported, but not sent yet. */
async function promiseRefund(cast: Cast): Promise<void> {
  const booked = await order(cast, haircut(cast.prepaid, "2026-11-25T10:00:00+03:00"));
  const paymentId = await payByCard(cast, booked.id);
  const manager = await cast.managerOf(cast.prepaid);
  const back = { amount: sar(1_000), reason: "a cold coffee" };
  cast.app.sandbox.set({ failNext: { count: 100, as: "503" } });
  await done(manager, `/v1/payments/${paymentId}/refunds`, back);
  const { parts } = cast.app.app;
  while ((await drainOutbox({ ...parts, subscriptions: subscriptions(parts) })) > 0);
  cast.app.sandbox.reset();
}

/** Adds time off over an appointment and acknowledges the booking. */
async function editBesideSold(cast: Cast): Promise<void> {
  const { businessId, staffIds } = cast.relaxed;
  const [staffId] = staffIds as [string];
  const start = "2026-12-10T10:00:00+03:00";
  const { bookingId } = await order(cast, haircut(cast.relaxed, start, { staffId }));
  await done(
    await cast.managerOf(cast.relaxed),
    `/v1/manage/businesses/${businessId}/staff/${staffId}/exceptions`,
    { kind: "off", start, end: "2026-12-10T12:00:00+03:00", acknowledge: [bookingId] },
  );
}

/** Leaves an expired hold that no timed task has processed. */
async function leaveOverdue(cast: Cast): Promise<void> {
  await order(cast, haircut(cast.prepaid, "2026-11-26T10:00:00+03:00"));
  await cast.app.work();
  cast.app.clock.advance(20 * MINUTE_MS);
}

/** Seals the events that no outbox event reported. */
async function sealAll({ app }: Cast): Promise<void> {
  const { parts } = app.app;
  const task = timedTasks(parts).find(({ name }) => name === SEAL_TASK)!;
  expect(await runIfDue(task, parts)).toBe(true);
}
