import { sql } from "kysely";
import { expect } from "vitest";
import type { Books } from "./books.ts";
import { everySum, isAmong, possibleCosts, type Cost } from "./costs.ts";
import { gatewayFacts, type AtGateway } from "./gateway-facts.ts";
import { ourFacts, type OurBooking, type OurFacts } from "./our-facts.ts";
import { WALLET_MINOR, type World } from "./world.ts";

const NOTHING: AtGateway = { takenMinor: 0, refundedMinor: 0, heldMinor: 0 };

/** Expects everything that must be true once no work is left. */
export async function expectSettled(books: Books, world: World): Promise<void> {
  const ours = await ourFacts(world);
  const gateway = await gatewayFacts(world.sandbox);
  expectNothingOpen(ours);
  expectNothingLost(books, ours);
  expectGatewayAgrees(ours, gateway);
  expectFairAmendments(books, ours);
  expectFairBookings(ours);
  expectFairOrders(ours, gateway);
  await expectFairCustomers(world, ours, gateway);
  expectLedgerAgrees(ours, gateway);
  await expectNothingToTell(world);
}

/** Expects no open amendments, payments, alarms, refunds or holds. */
function expectNothingOpen({ payments, refunds, bookings, shares, amendments }: OurFacts): void {
  expect(
    amendments.filter(({ status }) => status.startsWith("awaiting")),
    "changes that wait for ever",
  ).toEqual([]);

  const waits = new Set(bookings.filter(({ status }) => status === "pending").map(({ id }) => id));
  const isHeldFor = (paymentId: string) =>
    shares.some((share) => share.paymentId === paymentId && waits.has(share.bookingId));
  const open = payments.filter(
    ({ id, status }) => status === "initiated" || (status === "authorized" && !isHeldFor(id)),
  );
  expect(open, "payments that came to no end").toEqual([]);
  expect(
    payments.filter(({ alarm }) => alarm !== null),
    "payments for a person to look at",
  ).toEqual([]);
  expect(
    refunds.filter(({ status }) => status !== "succeeded"),
    "refunds that did not arrive",
  ).toEqual([]);
  expect(
    bookings.filter(({ status }) => status === "reserved"),
    "bookings that are held for ever",
  ).toEqual([]);
}

/** Expects everything that was answered with success to exist. */
function expectNothingLost(books: Books, ours: OurFacts): void {
  const kept = new Set([...ours.payments, ...ours.refunds, ...ours.bookings].map(({ id }) => id));
  const told = [...books.payments, ...books.bookings].map(({ id }) => id).concat(books.refunds);
  expect(
    told.filter((id) => !kept.has(id)),
    "what was answered and is not there",
  ).toEqual([]);
}

/** Expects our amounts taken, held and refunded to equal the gateway's. */
function expectGatewayAgrees(ours: OurFacts, gateway: Map<string, AtGateway>): void {
  const refunded = sums(
    ours.refunds.filter(({ destination }) => destination === "source"),
    ({ paymentId }) => paymentId,
  );
  const seen = new Map<string, AtGateway>();
  for (const payment of ours.payments.filter((one) => one.gateway === "moyasar")) {
    const { id, pageId, status, amountMinor, capturedMinor } = payment;
    const before = seen.get(pageId) ?? NOTHING;
    seen.set(pageId, {
      takenMinor: before.takenMinor + capturedMinor,
      refundedMinor: before.refundedMinor + (refunded.get(id) ?? 0),
      heldMinor: before.heldMinor + (status === "authorized" ? amountMinor : 0),
    });
  }
  const said = new Map([...seen.keys()].map((id) => [id, NOTHING] as const));
  expect(Object.fromEntries(seen), "what we say the gateway has").toEqual(
    Object.fromEntries([...said, ...gateway]),
  );
}

/** Expects applied amendments to be paid, and payments of the others to be refunded. */
function expectFairAmendments(books: Books, { amendments, shares, payments }: OurFacts): void {
  const isTaken = new Map(payments.map(({ id, status }) => [id, isHeldOrTaken(status)]));
  const paidFor = Map.groupBy(
    shares.filter(({ paymentId }) => isTaken.get(paymentId)),
    ({ amendmentId }) => amendmentId,
  );
  const unfair = amendments.flatMap((one) => {
    const own = paidFor.get(one.id) ?? [];
    const takenMinor = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const leftMinor = own.reduce((sum, share) => sum + share.amountMinor - share.refundedMinor, 0);
    const isPaid = !one.isPaidFirst || takenMinor >= one.dueNowMinor;
    const isFair = one.status === "applied" ? isPaid : leftMinor === 0;
    return isFair ? [] : [{ ...one, takenMinor, leftMinor }];
  });
  expect(unfair, "changes that count unpaid, or were paid in vain").toEqual([]);
  const counting = new Map(amendments.map(({ id, status }) => [id, status]));
  const forgotten = books.amendments.filter(({ id, isApplied }) =>
    isApplied ? counting.get(id) !== "applied" : !counting.has(id),
  );
  expect(forgotten, "changes that were answered and are not there").toEqual([]);
}

/** Expects every booking to cost what was agreed, by its shares of payments. */
function expectFairBookings(ours: OurFacts): void {
  const { bookings, shares, payments } = ours;
  const isPaid = new Map(payments.map(({ id, status }) => [id, isHeldOrTaken(status)]));
  const unfair = bookings.flatMap((booking) => {
    const costMinor = shares
      .filter(({ bookingId, paymentId }) => bookingId === booking.id && isPaid.get(paymentId))
      .reduce((sum, share) => sum + share.amountMinor - share.refundedMinor, 0);
    const fair = costsOf(booking, ours);
    return isAmong(costMinor, fair) ? [] : [{ ...booking, costMinor, fair }];
  });
  expect(unfair, "bookings that cost something else than was agreed").toEqual([]);
}

function isHeldOrTaken(status: string): boolean {
  return ["authorized", "paid", "partially_refunded", "refunded"].includes(status);
}

function costsOf(booking: OurBooking, { refunds }: OurFacts): Cost[] {
  const byHand = refunds.filter(
    ({ bookingId, cause }) => bookingId === booking.id && cause === "business",
  );
  return possibleCosts(booking, byHand);
}

/** Expects the same of every order, by the gateway's figures and the entries of wallets and tills. */
function expectFairOrders(ours: OurFacts, gateway: Map<string, AtGateway>): void {
  const unfair = [...Map.groupBy(ours.bookings, ({ orderId }) => orderId)].flatMap(([id, own]) => {
    const payments = ours.payments.filter(({ orderId }) => orderId === id);
    const ids = new Set(payments.map((one) => one.id));
    const elsewhere = ours.entries
      .filter(({ paymentId, kind }) => ids.has(paymentId) && isCustomersSide(kind))
      .reduce((sum, { minor }) => sum - minor, 0);
    const costMinor = elsewhere + payments.reduce((sum, one) => sum + costAt(gateway, one.id), 0);
    const fair = everySum(own.map((booking) => costsOf(booking, ours)));
    return isAmong(costMinor, fair)
      ? []
      : [{ order: id, costMinor, fair, payments, bookings: own }];
  });
  expect(unfair, "orders that cost something else than was agreed").toEqual([]);
}

function isCustomersSide(kind: string): boolean {
  return kind === "customer_wallet" || kind === "venue_cash";
}

/** Returns what the gateway has kept or holds of a payment. */
function costAt(gateway: Map<string, AtGateway>, id: string): number {
  const { takenMinor, refundedMinor, heldMinor } = gateway.get(id) ?? NOTHING;
  return takenMinor - refundedMinor + heldMinor;
}

/** Expects every customer's payments at the gateway and at tills, their wallet and their bookings to add up. */
async function expectFairCustomers(
  { people, customers }: World,
  ours: OurFacts,
  gateway: Map<string, AtGateway>,
): Promise<void> {
  for (const [index, { id }] of people.entries()) {
    const own = ours.payments.filter(({ customerId }) => customerId === id);
    const atTill = own
      .filter((payment) => payment.gateway === "venue")
      .reduce((sum, one) => sum + one.amountMinor - one.refundedMinor, 0);
    const gaveMinor = own.reduce((sum, one) => sum + costAt(gateway, one.id), atTill);
    const { body } = await customers[index]!.get("/v1/wallet");
    const balanceMinor: number = body.items[0].balance.amount;
    const spentMinor = WALLET_MINOR + gaveMinor - balanceMinor;
    const booked = ours.bookings.filter(({ customerId }) => customerId === id);
    const fair = everySum(booked.map((booking) => costsOf(booking, ours)));
    const isFair = isAmong(spentMinor, fair);
    expect(isFair, `customer ${index} spent ${spentMinor} of ${JSON.stringify(fair)}`).toBe(true);
  }
}

/** Expects each payment's entries to sum to zero, with nothing pending except for bookings that await acceptance. */
function expectLedgerAgrees(ours: OurFacts, gateway: Map<string, AtGateway>): void {
  const waits = new Set(
    ours.bookings.filter(({ status }) => status === "pending").map(({ id }) => id),
  );
  const pages = [...Map.groupBy(ours.payments, ({ pageId }) => pageId)];
  const books = pages.map(([id, payments]) => {
    const ids = new Set(payments.map((one) => one.id));
    const own = ours.entries.filter(({ paymentId }) => ids.has(paymentId));
    const of = (kind: string) => minorOf(own.filter((entry) => entry.kind === kind));
    return {
      id,
      all: minorOf(own),
      atGateway: of("gateway_clearing"),
      waiting: of("order_funds"),
      promised: of("refunds_payable"),
    };
  });
  const right = pages.map(([id, payments]) => {
    const taken = payments.filter(
      (one) => isHeldOrTaken(one.status) && one.status !== "authorized",
    );
    const ids = new Set(taken.map((one) => one.id));
    const waiting = ours.shares
      .filter(({ paymentId, bookingId }) => ids.has(paymentId) && waits.has(bookingId))
      .reduce((sum, share) => sum + share.amountMinor - share.refundedMinor, 0);
    const { takenMinor, refundedMinor } = gateway.get(id) ?? NOTHING;
    return { id, all: 0, atGateway: refundedMinor - takenMinor, waiting, promised: 0 };
  });
  expect(books, "what the ledger says of each payment").toEqual(right);
}

function minorOf(entries: readonly { minor: number }[]): number {
  return entries.reduce((sum, { minor }) => sum + minor, 0);
}

/** Expects every event to be delivered and none to be given up. */
async function expectNothingToTell({ owner }: World): Promise<void> {
  const { rows } = await sql`
    select topic, payload, last_error from outbox where done_at is null`.execute(owner);
  expect(rows, "what could not be told").toEqual([]);
}

function sums<T extends { amountMinor: number }>(
  all: readonly T[],
  key: (one: T) => string,
): Map<string, number> {
  const grouped = Map.groupBy(all, key);
  return new Map(
    [...grouped].map(([of, own]) => [of, own.reduce((sum, one) => sum + one.amountMinor, 0)]),
  );
}
