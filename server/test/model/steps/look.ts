import fc from "fast-check";
import { expect } from "vitest";
import { blocks } from "../../../src/booking/booking.ts";
import type { Answer, Caller } from "../../harness/caller.ts";
import { ownedBy, type Booking } from "../booking.ts";
import { meet, type Books } from "../books.ts";
import { dateOf, slotStart } from "../day.ts";
import { rideOf } from "../line.ts";
import { needsOf } from "../needs.ts";
import { listParts, sumOf } from "../prices.ts";
import { LEGS, SLOTS, wishOf, wishText, type Wish } from "../wishes.ts";
import { step, type Step } from "./step.ts";

/** A stranger is offered exactly what is free in the model. */
export const looking: fc.Arbitrary<Step> = fc
  .oneof(wishOf.appointment, wishOf.rental, wishOf.seat, wishOf.stay)
  .map((wish) =>
    step(`a stranger looks for ${wishText(wish)}`, async (books, { app }) => {
      const stranger = app.as();
      if (wish.kind === "appointment") await lookForStaff(books, stranger, wish);
      else if (wish.kind === "rental") await lookForRigs(books, stranger, wish);
      else if (wish.kind === "seat") await lookForSeats(books, stranger, wish);
      else await lookForRooms(books, stranger, wish);
    }),
  );

/** Reads the offers at a path. */
async function ask(stranger: Caller, path: string): Promise<Answer["body"]> {
  const { status, body } = await stranger.get(path);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

/** Expects 404, as for everything of a suspended business. */
async function expectNothing(stranger: Caller, path: string): Promise<void> {
  expect((await stranger.get(path)).status).toBe(404);
}

const from = new Date(slotStart(0)).toISOString();
const to = new Date(slotStart(SLOTS)).toISOString();
const slots = Array.from({ length: SLOTS }, (_, slot) => slot);

async function lookForStaff(books: Books, stranger: Caller, wish: Wish & { kind: "appointment" }) {
  const { salon } = books.shops;
  const path = `/v1/services/${salon.services[wish.service]}/slots?from=${from}&to=${to}`;
  if (books.sale.suspended.has("salon")) return expectNothing(stranger, path);
  const body = await ask(stranger, path);
  const expected = slots.flatMap((slot) => {
    const free = salon.staffIds.filter(
      (_, staff) => books.judge({ ...wish, staff, slot }).is === "free",
    );
    return free.length > 0 ? [{ at: slotStart(slot), staffIds: free.toSorted() }] : [];
  });
  const offered = body.items.map((one: { start: string; staffIds: string[] }) => ({
    at: Date.parse(one.start),
    staffIds: one.staffIds.toSorted(),
  }));
  expect(offered).toEqual(expected);
}

async function lookForRigs(books: Books, stranger: Caller, wish: Wish & { kind: "rental" }) {
  const { venue } = books.shops;
  const units = typeof wish.units === "number" ? wish.units : wish.units.length;
  const query = `from=${from}&to=${to}&minutes=${wish.hours * 60}&units=${units}`;
  const path = `/v1/rentals/${venue.rentalId}/slots?${query}`;
  if (books.sale.suspended.has("venue")) return expectNothing(stranger, path);
  const body = await ask(stranger, path);
  const expected = slots.flatMap((slot) => {
    if (books.judge({ ...wish, units, slot }).is !== "free") return [];
    const free = venue.unitIds.filter(
      (_, rig) => books.judge({ ...wish, units: [rig], slot }).is === "free",
    );
    return [{ at: slotStart(slot), unitsFree: free.length }];
  });
  const offered = body.items.map((one: { start: string; unitsFree: number }) => ({
    at: Date.parse(one.start),
    unitsFree: one.unitsFree,
  }));
  expect(offered).toEqual(expected);
}

async function lookForSeats(books: Books, stranger: Caller, wish: Wish & { kind: "seat" }) {
  const { bus } = books.shops;
  const [first, last] = LEGS[wish.leg]!.map((stop) => bus.stopIds[stop]);
  const map = await stranger.get(`/v1/trips/${bus.tripId}/seats?from=${first}&to=${last}`);
  const isSuspended = books.sale.suspended.has("bus");
  const isServed = rideOf(wish.leg, books.shops.line) !== undefined;
  if (isSuspended || !isServed || needsOf(wish, books.shops).begins <= books.now) {
    expect(map.status).toBe(isSuspended ? 404 : 422);
    return;
  }
  const labels = [...books.shops.line.vehicle.numbers.keys()];
  const expected = labels.map((label): [string, string] => {
    const [claim] = needsOf({ ...wish, seats: [label] }, books.shops).claims;
    const standing = books.bookings.filter(({ status }) => blocks(status));
    const owners = standing.flatMap((one) =>
      ownedBy(one)
        .filter((item) => item.claims.some((other) => meet(other, claim!)))
        .map((item) => one.status === "reserved" || isHeldBeside(one, item)),
    );
    if (owners.length === 0) return [`${label}`, "free"];
    return [`${label}`, owners.every(Boolean) ? "held" : "taken"];
  });
  const seats: { label: string; status: string }[] = map.body.items;
  expect(Object.fromEntries(seats.map(({ label, status }) => [label, status]))).toEqual(
    Object.fromEntries(expected),
  );
}

async function lookForRooms(books: Books, stranger: Caller, wish: Wish & { kind: "stay" }) {
  const { hotel, hotelCity } = books.shops;
  const { night, nights, rooms } = wish;
  const dates = `checkIn=${dateOf(night)}&checkOut=${dateOf(night + nights)}`;
  const body = await ask(stranger, `/v1/stays?city=${hotelCity}&${dates}&rooms=${rooms}`);
  const owned = books.owned();
  const roomsFree = Math.min(
    books.sale.rooms,
    ...needsOf(wish, books.shops).nights.map((one) => books.roomsFree(one.night, owned)),
  );
  const isOffered = !books.sale.suspended.has("hotel") && books.judge(wish).is === "free";
  const offered = body.items.map((one: { businessId: string; roomTypes: object[] }) => [
    one.businessId,
    one.roomTypes,
  ]);
  const room = {
    id: hotel.roomTypeId,
    roomsFree,
    price: { amount: sumOf(listParts(wish, books.shops.prices)) },
  };
  expect(offered).toEqual(
    isOffered
      ? [
          [
            hotel.businessId,
            [expect.objectContaining({ ...room, price: expect.objectContaining(room.price) })],
          ],
        ]
      : [],
  );
}

/** Whether the item is only held by an open amendment. */
function isHeldBeside({ status, open }: Booking, item: object): boolean {
  return status === "confirmed" && !!open?.beside.some((one) => one === item);
}
