import fc from "fast-check";
import { expect } from "vitest";
import { MINUTE_MS } from "../../../src/base/time.ts";
import type { Status } from "../../../src/booking/booking.ts";
import type { Answer } from "../../harness/caller.ts";
import { itemAfter } from "../amending.ts";
import { Booking, type Who } from "../booking.ts";
import { outcomes, wantedAgain, type Books } from "../books.ts";
import { itemOf, needsOf, type Claim, type Needs } from "../needs.ts";
import { shopNames, type ShopName } from "../shops.ts";
import { wishes, wishText, type Wish } from "../wishes.ts";
import { callerOf, CUSTOMERS, post, problemOf, type World } from "../world.ts";
import { hasExpired, step, stepOnBooking, type Step } from "./step.ts";

/** The longest a hold can last, counted from the order. */
const EXTENDABLE_MS = 30 * MINUTE_MS;

interface Placing {
  who: Who;
  /** The route to use; a desk always uses its own. */
  door: "orders" | "bookings";
  wishes: Wish[];
}

/** A possible answer; there are several when the outcome depends on which units are picked first. */
type Expected = {
  status: number;
  problem?: string;
  more?: Record<string, unknown>;
  /** The rules that refuse each item, in any order. */
  reasons?: { item: number; rule: string }[];
};

export const placing: fc.Arbitrary<Step> = fc
  .record({
    who: fc.oneof(
      { weight: 4, arbitrary: fc.nat(CUSTOMERS - 1) },
      { weight: 1, arbitrary: fc.constantFrom(...shopNames) },
    ),
    door: fc.constantFrom("orders" as const, "orders" as const, "bookings" as const),
    wishes,
  })
  .map((one: Placing) =>
    step(
      `${one.who} wants by ${one.door} [${one.wishes.map(wishText).join("; ")}]`,
      (books, world) => place(books, world, one),
    ),
  );

/** A customer orders exactly what a booking has or had. */
export const placingAgain: fc.Arbitrary<Step> = fc
  .record({ who: fc.nat(CUSTOMERS - 1), number: fc.nat(11), isOver: fc.boolean() })
  .map(({ who, number, isOver }) =>
    stepOnBooking(
      `${who} wants what ${isOver ? "was" : "is"} had by`,
      number,
      ({ items }, books, world) =>
        place(books, world, { who, door: "orders", wishes: items.map((item) => item.wish) }),
      isOver ? hasExpired : undefined,
    ),
  );

async function place(books: Books, world: World, placed: Placing, key?: string): Promise<void> {
  const expected = expectPlacing(books, placed);
  const { shops } = books;
  const isDesk = typeof placed.who !== "number";
  const path = isDesk
    ? `/v1/manage/businesses/${shops[placed.who as ShopName].businessId}/bookings`
    : `/v1/${placed.door}`;
  const body = {
    items: placed.wishes.map((wish) => itemOf(wish, shops)),
    ...(isDesk && { customer: { name: "Walk-in" } }),
  };
  const again = (sameKey: string) => place(books, world, placed, sameKey);
  const answer = await post(books, world, { who: placed.who, path, body, key, again });
  const got = expected.find((one) => one.status === answer.status);
  expect(
    got,
    `${answer.status} ${JSON.stringify(answer.body)} instead of ${JSON.stringify(expected)}`,
  ).toBeDefined();
  if (got!.problem) {
    expect(problemOf(answer)).toBe(got!.problem);
    expect(answer.body).toMatchObject(got!.more ?? {});
    if (got!.reasons) expect(reasonTexts(answer.body.reasons)).toEqual(reasonTexts(got!.reasons));
    return;
  }
  const isOrder = path === "/v1/orders";
  record(books, placed, isOrder ? answer.body.bookings : [answer.body]);
  await readBack(world, placed.who, answer, isOrder);
}

function reasonTexts(all: readonly { item: number; rule: string }[]): string[] {
  return all.map(({ item, rule }) => `${item} ${rule}`).toSorted();
}

/** The expected answers, in the engine's order of checks: rules, taken, duplicates, business, picking. */
function expectPlacing(books: Books, { who, door, wishes: wanted }: Placing): Expected[] {
  if (wanted.some((wish) => books.sale.suspended.has(needsOf(wish, books.shops).shop))) {
    return [{ status: 404, problem: "not-found" }];
  }
  const verdicts = wanted.map((wish) => books.judge(wish));
  const reasons = verdicts.flatMap((one, item) =>
    one.is === "refused" ? one.rules.map((rule) => ({ item, rule })) : [],
  );
  if (reasons.length > 0) {
    return [{ status: 422, problem: "not-available", reasons }];
  }
  const taken: Expected = { status: 409, problem: "already-taken" };
  if (verdicts.some((one) => one.is === "taken")) return [taken];
  const needs = wanted.map((wish) => needsOf(wish, books.shops));
  const again = wantedAgain(needs);
  if (again.length > 0) {
    const errors = again.map((n) => expect.objectContaining({ pointer: `/items/${n}` }) as object);
    return [{ status: 422, problem: "invalid-request", more: { errors } }];
  }
  const home = typeof who === "number" ? needs[0]!.shop : who;
  const stranger = needs.findIndex((one) => one.shop !== home);
  if ((typeof who !== "number" || door === "bookings") && stranger >= 0) {
    const errors = [expect.objectContaining({ pointer: `/items/${stranger}` })];
    return [{ status: 422, problem: "invalid-request", more: { errors } }];
  }
  const ways = outcomes(needs, books.owned(), books);
  return [...ways].map((isHad) => (isHad ? { status: 201 } : taken));
}

type BookingBody = Record<string, unknown> & {
  id: string;
  orderId: string;
  businessId: string;
  items: ({ id: string } & ShownUnits)[];
};

/** Checks the sold bookings against the model and records them. */
function record(books: Books, { who, wishes: wanted }: Placing, bodies: BookingBody[]): void {
  const { shops, now } = books;
  const all = wanted.map((wish) => itemAfter(wish, undefined, books));
  const groups = Map.groupBy(all, ({ wish }) => needsOf(wish, shops).shop);
  const isHeld = all.some(({ dueMinor }) => dueMinor > 0);
  const holdMs = Math.min(...all.map(({ terms }) => terms.holdMinutes)) * MINUTE_MS;
  // A hold cannot outlast the sale of its items.
  const soldUntil = Math.min(...all.map((one) => one.soldUntil));
  const extendableUntil = Math.min(now + EXTENDABLE_MS, soldUntil);
  expect(bodies.length).toBe(groups.size);
  for (const [shop, items] of groups) {
    const body = bodies.find((one) => one.businessId === shops[shop].businessId)!;
    const isManual = items.some(({ terms }) => terms.manual);
    const status: Status = isHeld ? "reserved" : isManual ? "pending" : "confirmed";
    for (const [index, item] of items.entries()) {
      const shown = body.items[index]!;
      item.id = shown.id;
      item.claims = claimsOf(needsOf(item.wish, shops), unitsShown(shown));
    }
    const expiresAt = isHeld ? Math.min(now + holdMs, soldUntil) : null;
    const sold = { id: body.id, orderId: body.orderId, shop, owner: who, status, items };
    const booking = new Booking({ ...sold, expiresAt, extendableUntil }, now);
    if (status === "pending") booking.expiresAt = booking.pendingUntil;
    expect(body).toMatchObject({
      status,
      expiresAt: booking.expiresAt === null ? null : new Date(booking.expiresAt).toISOString(),
      start: new Date(booking.begins).toISOString(),
      end: new Date(booking.ends).toISOString(),
      total: { amount: booking.totalMinor },
      due: { amount: booking.dueMinor },
    });
    books.bookings.push(booking);
  }
}

/** The units that an item of an answer shows. */
export type ShownUnits = { staffId?: string | null; unitIds?: string[] };

export function unitsShown({ staffId, unitIds }: ShownUnits): string[] {
  return unitIds ?? (staffId ? [staffId] : []);
}

export function claimsOf({ claims, pick }: Needs, unitIds: readonly string[]): Claim[] {
  if (!pick) return claims;
  expect(unitIds).toHaveLength(pick.count);
  expect(pick.units).toEqual(expect.arrayContaining([...unitIds]));
  return unitIds.map((unit) => ({ unit, seat: 0, from: pick.from, until: pick.until }));
}

async function readBack(world: World, who: Who, made: Answer, isOrder: boolean): Promise<void> {
  const path = isOrder ? `/v1/orders/${made.body.id}` : `/v1/bookings/${made.body.id}`;
  const read = await callerOf(world, who).get(path);
  expect(read.body, "what is read back is what was answered").toEqual(made.body);
}
