import type fc from "fast-check";
import type { Booking, Who } from "../booking.ts";
import type { Books } from "../books.ts";
import { compare } from "../compare.ts";
import type { World } from "../world.ts";

export type Step = fc.AsyncCommand<Books, World>;

/** One step; after it the system must match the model. */
export function step(
  words: string,
  act: (books: Books, world: World) => Promise<void>,
  isPossible: (books: Books) => boolean = () => true,
): Step {
  return {
    check: isPossible,
    run: async (books, world) => {
      await act(books, world);
      books.advance(0);
      await compare(books, world);
    },
    toString: () => words,
  };
}

/**
 * A step on one of the existing bookings.
 *
 * @param prefers selects the interesting bookings; if there are any, one of them is used
 */
export function stepOnBooking(
  words: string,
  number: number,
  act: (booking: Booking, books: Books, world: World) => Promise<void>,
  prefers: (booking: Booking) => boolean = () => false,
): Step {
  return step(
    `${words} #${number}`,
    (books, world) => act(pick(books.bookings, number, prefers), books, world),
    (books) => books.bookings.length > 0,
  );
}

/** Whether a booking has expired, so that another may own its place. */
export function hasExpired({ status }: Booking): boolean {
  return status === "expired";
}

export function pick(
  all: readonly Booking[],
  number: number,
  prefers: (booking: Booking) => boolean,
): Booking {
  const preferred = all.filter(prefers);
  const from = preferred.length > 0 ? preferred : all;
  return from[number % from.length]!;
}

/** Who moves a booking: its owner, the business's desk, or a stranger. */
export const movers = ["owner", "desk", "stranger"] as const;
export type Mover = (typeof movers)[number];

export function personOf(mover: Mover, booking: Booking): Who {
  if (mover === "desk") return booking.shop;
  if (mover === "owner") return booking.owner;
  if (typeof booking.owner === "number") return booking.owner === 0 ? 1 : 0;
  return booking.shop === "salon" ? "venue" : "salon";
}

/** Whether the mover acts for the booking's business. */
export function isBusiness(mover: Mover, booking: Booking): boolean {
  return mover === "desk" || (mover === "owner" && typeof booking.owner !== "number");
}
