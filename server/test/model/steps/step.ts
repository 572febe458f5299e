import type fc from "fast-check";
import type { Booking, Who } from "../booking.ts";
import type { Books } from "../books.ts";
import { compare } from "../compare.ts";
import type { World } from "../world.ts";

export type Step = fc.AsyncCommand<Books, World>;

/** One thing that happens; afterwards the books must agree, whatever it was. */
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
 * Somebody does something to one of the bookings there are.
 *
 * @param prefers which are the interesting ones: if there are any, it is one of them
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

/** Those before whom somebody else may stand now. */
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

/** Who moves a booking: whose it is, the business's people, or somebody it is no business of. */
export const movers = ["owner", "desk", "stranger"] as const;
export type Mover = (typeof movers)[number];

export function personOf(mover: Mover, booking: Booking): Who {
  if (mover === "desk") return booking.shop;
  if (mover === "owner") return booking.owner;
  if (typeof booking.owner === "number") return booking.owner === 0 ? 1 : 0;
  return booking.shop === "salon" ? "venue" : "salon";
}

/** Whether this person is of the booking's business. */
export function isBusiness(mover: Mover, booking: Booking): boolean {
  return mover === "desk" || (mover === "owner" && typeof booking.owner !== "number");
}
