import fc from "fast-check";
import { expect } from "vitest";
import { blocks } from "../../../src/booking/booking.ts";
import type { Answer } from "../../harness/caller.ts";
import type { Booking, Item } from "../booking.ts";
import { meet, type Books } from "../books.ts";
import type { Vehicle } from "../line.ts";
import type { Claim } from "../needs.ts";
import { edit, expectDone, namedIn } from "./manage.ts";
import { expectProblem } from "./moves.ts";
import { step, type Step } from "./step.ts";
import { toldSince } from "./told.ts";

/** A passenger's seat and new seat; `to` is undefined when no seat is free. */
interface Sitting {
  booking: Booking;
  item: Item;
  label: number;
  claim: Claim;
  to: number | undefined;
}

/** Gives the trip another vehicle. Passengers who lose a seat are named and get another free seat or a refund. */
export const reseating: fc.Arbitrary<Step> = fc.nat(2).map((number) =>
  step(`vehicle ${number} drives the trip`, async (books, world) => {
    const { bus, line } = books.shops;
    const next = line.vehicles[number]!;
    const change = (acknowledge: string[]) =>
      edit(world, "bus", ["PATCH", `trips/${bus.tripId}`], { vehicleId: next.id, acknowledge });
    if (next === line.vehicle) return expectDone(await change([]));
    const told = await toldSince(world, "reseated");
    const touched = touchedBy(next, books);
    // Acknowledging all but one booking is not enough.
    let answer = await change(touched.slice(1));
    if (line.calls[0]!.departs <= books.now) return expectProblem(answer, 409, "conflict");
    const sittings = sittingsOf(books, next, answer);
    if (touched.length > 0) {
      expectProblem(answer, 409, "conflict");
      expect(namedIn(answer)).toEqual(touched);
      expectFair(sittings, next, answer);
      answer = await change(touched);
    }
    expectDone(answer);
    line.vehicle = next;
    await told(sit(sittings, next));
  }),
);

function standingOn({ bookings }: Books): Booking[] {
  return bookings.filter((one) => blocks(one.status) && one.shop === "bus");
}

function seatsOf({ wish }: Item): readonly number[] {
  return wish.kind === "seat" ? wish.seats : [];
}

function touchedBy({ numbers }: Vehicle, books: Books): string[] {
  const touched = standingOn(books).filter(({ items }) =>
    items.flatMap(seatsOf).some((label) => !numbers.has(label)),
  );
  return touched.map(({ id }) => id).toSorted();
}

type Named = { itemId: string; outcome: string; seats: { label: string; to: string | null }[] };

/** Passengers keep a seat that still exists; the answer names the new seats of the others. */
function sittingsOf(books: Books, { numbers }: Vehicle, { body }: Answer): Sitting[] {
  const named: Named[] = body.bookings ?? [];
  return standingOn(books).flatMap((booking) =>
    booking.items.flatMap((item) =>
      seatsOf(item).map((label, index): Sitting => {
        const claim = item.claims[index]!;
        const seats = named.find(({ itemId }) => itemId === item.id)?.seats ?? [];
        const moved = seats.find((one) => one.label === `${label}`)?.to;
        const to = numbers.has(label) ? label : moved && Number(moved);
        return { booking, item, label, claim, to: to || undefined };
      }),
    ),
  );
}

/** Expects that no seat is given twice, and that nobody goes without while a seat is free. */
function expectFair(sittings: readonly Sitting[], { numbers }: Vehicle, { body }: Answer): void {
  for (const one of sittings) {
    const isBeside = (other: Sitting) =>
      other !== one && meet({ ...other.claim, seat: 0 }, { ...one.claim, seat: 0 });
    const busy = sittings.filter(isBeside).map(({ to }) => to);
    if (one.to === undefined) {
      expect([...numbers.keys()].filter((label) => !busy.includes(label))).toEqual([]);
    } else {
      expect([...numbers.keys()]).toContain(one.to);
      expect(busy, "seats of the others").not.toContain(one.to);
    }
  }
  const lost = sittings.filter(({ to }) => to === undefined).map(({ booking }) => booking.id);
  for (const { id, outcome } of body.bookings as (Named & { id: string })[]) {
    expect(outcome).toBe(lost.includes(id) ? "cancelled" : "moved");
  }
}

/**
 * Moves every passenger to the new seat; bookings without one are cancelled without a fee, and open amendments are withdrawn.
 *
 * @returns the ids of bookings whose seat labels changed
 */
function sit(sittings: readonly Sitting[], { numbers }: Vehicle): string[] {
  const standing = new Set(sittings.map(({ booking }) => booking));
  for (const { open } of standing) if (open) open.status = "withdrawn";
  const lost = new Set(sittings.flatMap(({ booking, to }) => (to === undefined ? booking : [])));
  for (const booking of lost) booking.end("cancelled", 0);
  const kept = sittings.filter(({ booking }) => !lost.has(booking));
  for (const [item, own] of Map.groupBy(kept, (one) => one.item)) relabel(item, own, numbers);
  const moved = kept.filter(({ label, to }) => label !== to);
  return [...new Set(moved.map(({ booking }) => booking.id))];
}

/** Gives an item's seats their new labels and numbers. */
function relabel(item: Item, own: readonly Sitting[], numbers: Vehicle["numbers"]): void {
  const labels = new Map(own.map(({ label, to }) => [label, to!]));
  if (item.wish.kind !== "seat") return;
  item.claims = own.map(({ claim, to }) => ({ ...claim, seat: numbers.get(to!)! }));
  item.wish = { ...item.wish, seats: item.wish.seats.map((label) => labels.get(label)!) };
  item.parts = item.parts.map(({ of, minor }) => ({ of: `${labels.get(Number(of))}`, minor }));
}
