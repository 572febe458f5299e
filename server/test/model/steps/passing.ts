import fc from "fast-check";
import { MINUTE_MS } from "../../../src/base/time.ts";
import type { Booking } from "../booking.ts";
import type { Books } from "../books.ts";
import { CHECK_IN_OPENS } from "../shops.ts";
import { compareWallets, completeAll, expireAll, tellAll } from "../work.ts";
import type { World } from "../world.ts";
import { step, stepOnBooking, type Step } from "./step.ts";

export function pass(books: Books, { app }: World, ms: number): void {
  app.clock.advance(ms);
  books.advance(ms);
}

/** Usually some minutes, rarely hours: the interesting things happen around the end of a hold. */
export const waiting: fc.Arbitrary<Step> = fc
  .constantFrom(1, 4, 5, 6, 9, 10, 25, 30, 60, 600, 1440)
  .map((minutes) =>
    step(`${minutes} min pass`, async (books, world) => pass(books, world, minutes * MINUTE_MS)),
  );

/** The moments at which something happens to a booking by itself or stops being allowed. */
const moments = {
  "its hold ends": (one: Booking) => one.expiresAt,
  "it begins": (one: Booking) => one.begins,
  "it ends": (one: Booking) => one.ends,
  "it took place": (one: Booking, { shops }: Books) => one.ends + shops.graceMinutes * MINUTE_MS,
  "check-in opens": (one: Booking) => one.begins - CHECK_IN_OPENS[one.shop] * MINUTE_MS,
  "its change ends": (one: Booking) => one.open?.expiresAt ?? null,
} as const;
type Moment = keyof typeof moments;

/** Moves the clock to such a moment, or a millisecond before or after it. */
export const waitingUntil: fc.Arbitrary<Step> = fc
  .record({
    number: fc.nat(11),
    what: fc.constantFrom<Moment>(...(Object.keys(moments) as Moment[])),
    off: fc.constantFrom(-1, 0, 1),
  })
  .map(({ number, what, off }) =>
    stepOnBooking(`time passes until ${what} ${off}:`, number, async (booking, books, world) => {
      const at = moments[what](booking, books) ?? books.now;
      pass(books, world, Math.max(0, at + off - books.now));
    }),
  );

export const working: fc.Arbitrary<Step> = fc
  .subarray(["expires", "completes", "tells"] as const, { minLength: 1 })
  .map((jobs) =>
    step(`the worker ${jobs.join(", ")}`, async (books, world) => {
      if (jobs.includes("expires")) await expireAll(world);
      if (jobs.includes("completes")) await completeAll(books, world);
      if (!jobs.includes("tells")) return;
      await tellAll(books, world);
      // Refunds of holds not yet marked as expired are still missing otherwise.
      if (jobs.includes("expires")) await compareWallets(books, world);
    }),
  );
