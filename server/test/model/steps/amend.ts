import fc from "fast-check";
import { expect } from "vitest";
import { blocks } from "../../../src/booking/booking.ts";
import type { Answer } from "../../harness/caller.ts";
import {
  apply,
  besideOf,
  figuresOf,
  isNew,
  itemAfter,
  itemsAfter,
  type Change,
  type Figures,
  type Outcome,
} from "../amending.ts";
import { priceOf, type Booking, type Item } from "../booking.ts";
import { outcomes as waysOf, wantedAgain, type Books } from "../books.ts";
import { needsOf, type Claim } from "../needs.ts";
import { callerOf, problemOf, type World } from "../world.ts";
import { asSaid, bodyOf, changeOf, editText, edits } from "./change.ts";
import { expectProblem, postMove } from "./moves.ts";
import { claimsOf, unitsShown, type ShownUnits } from "./place.ts";
import {
  hasExpired,
  isBusiness,
  movers,
  personOf,
  pick,
  stepOnBooking,
  type Mover,
  type Step,
} from "./step.ts";

/** Amends a booking: to something new, to more or less of it, or (`like`) to what another booking has or had. */
export const amending: fc.Arbitrary<Step> = fc
  .record({
    number: fc.nat(11),
    by: fc.constantFrom(...movers, "owner", "owner", "desk"),
    edits,
    like: fc.option(fc.nat(11), { freq: 4 }),
  })
  .map(({ number, by, edits: all, like }) => {
    const words =
      like === null
        ? `${by} ${all.map(editText).join(", ")} of`
        : `${by} wants what #${like} has for`;
    return stepOnBooking(words, number, (booking, books, world) => {
      const change =
        like === null
          ? changeOf(booking, all)
          : changeLike(booking, pick(books.bookings, like, hasExpired));
      return amend(booking, by, change, books, world);
    });
  });

function changeLike(booking: Booking, other: Booking): Change {
  const items = booking.items.map((old) => {
    const same = other.items.find(({ wish }) => wish.kind === old.wish.kind);
    return { old, wish: asSaid(same?.wish ?? old.wish, old.wish) };
  });
  return { items, removed: [] };
}

async function amend(
  booking: Booking,
  by: Mover,
  change: Change,
  books: Books,
  world: World,
): Promise<void> {
  const body = bodyOf(change, books.shops);
  const path = `/v1/bookings/${booking.id}/amendments/quote`;
  const quote = await callerOf(world, personOf(by, booking)).post(path, body);
  const answer = await postMove(booking, by, "amendments", body, [books, world]);
  const refusal = refusalOf(booking, by, change, books);
  if (refusal) {
    expectProblem(answer, ...refusal);
    return expectProblem(quote, ...refusal);
  }
  if (answer.status === 409) {
    expect(problemOf(answer)).toBe("already-taken");
    expect([...waysOfTaking(change, books)]).toContain(false);
    return;
  }
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  const outcomes: Outcome[] = [
    ...change.items.map(({ old, wish }) => ({
      ...(old && { old }),
      after: itemAfter(wish, old, books),
    })),
    ...change.removed.map((old) => ({ old })),
  ];
  const figures = figuresOf(
    booking,
    outcomes,
    isBusiness(by, booking) ? "business" : "customer",
    books,
  );
  expect(brief(answer)).toEqual(expectedOf(figures, outcomes));
  expect(brief(quote), "the quote says what is done").toEqual(brief(answer));
  record(booking, outcomes, figures, answer, books);
}

/** The expected refusal, in the engine's order of checks; undefined when only free inventory decides. */
function refusalOf(
  booking: Booking,
  by: Mover,
  { items, removed }: Change,
  books: Books,
): [number, string, object?] | undefined {
  const { status } = booking;
  if (by === "stranger") return [404, "not-found"];
  if (!blocks(status)) return [409, "invalid-transition", { from: status, to: "amended" }];
  if (!isBusiness(by, booking) && !booking.isOpenAt(books.now)) return [422, "not-available"];
  if (removed.length === booking.items.length && items.every(({ old }) => old)) {
    return [422, "invalid-request"];
  }
  const owned = books.owned(touchedBy({ items, removed }));
  const verdicts = items.map(({ old, wish }) => books.judge(wish, owned, old));
  if (verdicts.some(({ is }) => is === "refused")) return [422, "not-available"];
  if (verdicts.some(({ is }) => is === "taken")) return [409, "already-taken"];
  const needs = items.map(({ wish }) => needsOf(wish, books.shops));
  if (wantedAgain(needs).length > 0) return [422, "invalid-request"];
  if (booking.open) return [409, "conflict"];
  const takesNew = items.some(({ old, wish }) => isNew(itemAfter(wish, old, books), old, books));
  // At a suspended business, bookings can only be reduced.
  if (takesNew && books.sale.suspended.has(booking.shop)) return [404, "not-found"];
  return undefined;
}

function touchedBy({ items, removed }: Change): Item[] {
  return [...removed, ...items.flatMap(({ old }) => old ?? [])];
}

function waysOfTaking(change: Change, books: Books): Set<boolean> {
  const needs = change.items.map(({ wish }) => needsOf(wish, books.shops));
  return waysOf(needs, books.owned(touchedBy(change)), books);
}

/** The fields of the amendment that the model predicts. */
function brief({ body }: Answer) {
  const { status, price, dueNow, goesBack, fee, acceptance, expiresAt, items } = body;
  return {
    status,
    price: [price.before.amount, price.after.amount],
    dueNow: dueNow.amount,
    goesBack: goesBack.amount,
    fee: [fee.amount.amount, fee.floor.amount],
    acceptance,
    expiresAt,
    items: items.map((one: { price: Record<"before" | "after", { amount: number }> }) => [
      one.price.before.amount,
      one.price.after.amount,
    ]),
  };
}

function expectedOf(figures: Figures, outcomes: readonly Outcome[]): ReturnType<typeof brief> {
  return {
    status: figures.status,
    price: [figures.beforeMinor, figures.afterMinor],
    dueNow: figures.dueNowMinor,
    goesBack: figures.goesBackMinor,
    fee: [figures.feeMinor, figures.floorMinor],
    acceptance: figures.isAcceptedAgain ? "again" : "none",
    expiresAt: figures.expiresAt === null ? null : new Date(figures.expiresAt).toISOString(),
    items: outcomes.map(({ old, after }) => [old ? priceOf(old) : 0, after ? priceOf(after) : 0]),
  };
}

/** Whether two claims are equal, whatever departure they were sold with. */
function isSame(a: Claim, b: Claim): boolean {
  return a.unit === b.unit && a.seat === b.seat && a.from === b.from && a.until === b.until;
}

type Told = { id: string; after: ShownUnits | null };

function record(
  booking: Booking,
  outcomes: readonly Outcome[],
  figures: Figures,
  { body }: Answer,
  books: Books,
): void {
  for (const [index, { old, after }] of outcomes.entries()) {
    const told: Told = body.items[index];
    if (!after) continue;
    after.id = told.id;
    const claims = claimsOf(needsOf(after.wish, books.shops), unitsShown(told.after!));
    after.claims = claims.map((claim) => old?.claims.find((one) => isSame(one, claim)) ?? claim);
  }
  const isApplied = figures.status === "applied";
  const amendment = {
    id: body.id as string,
    ...figures,
    madeAt: books.now,
    after: itemsAfter(booking, outcomes),
    beside: isApplied ? [] : besideOf(booking, outcomes),
  };
  booking.amendments.push(amendment);
  if (!isApplied) return;
  apply(booking, amendment, books);
  booking.giveBack(figures.goesBackMinor);
  const held = books.ofOrder(booking.orderId).filter((one) => one.status === "reserved");
  if (booking.status === "reserved" && held.every(({ dueMinor }) => dueMinor === 0)) {
    booking.take(books.now);
  }
}
