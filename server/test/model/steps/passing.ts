import fc from "fast-check";
import { MINUTE_MS } from "../../../src/base/time.ts";
import { completeBookings, expireHolds } from "../../../src/booking/end-due.ts";
import type { Books } from "../books.ts";
import { compareWallets, platformAt, tellAll } from "../work.ts";
import type { World } from "../world.ts";
import { step, stepOnBooking, type Step } from "./step.ts";

export function pass(books: Books, { app }: World, ms: number): void {
  app.clock.advance(ms);
  books.advance(ms);
}

/** Some minutes, seldom hours: most of what is interesting happens around the end of a hold. */
export const waiting: fc.Arbitrary<Step> = fc
  .constantFrom(1, 4, 5, 6, 9, 10, 25, 30, 60, 600, 1440)
  .map((minutes) =>
    step(`${minutes} min pass`, async (books, world) => pass(books, world, minutes * MINUTE_MS)),
  );

/** To the millisecond at which a hold ends, an appointment begins or is over, or the ones beside it. */
export const waitingUntil: fc.Arbitrary<Step> = fc
  .record({
    number: fc.nat(11),
    what: fc.constantFrom("expiresAt" as const, "begins" as const, "ends" as const),
    off: fc.constantFrom(-1, 0, 1),
  })
  .map(({ number, what, off }) =>
    stepOnBooking(`time passes until ${what} ${off} of`, number, async (booking, books, world) => {
      pass(books, world, Math.max(0, (booking[what] ?? books.now) + off - books.now));
    }),
  );

export const working: fc.Arbitrary<Step> = fc
  .subarray(["expires", "completes", "tells"] as const, { minLength: 1 })
  .map((jobs) =>
    step(`the worker ${jobs.join(", ")}`, async (books, world) => {
      const { app } = world;
      const { parts } = app.app;
      if (jobs.includes("expires")) await expireHolds(app.db, platformAt(world), parts.metrics);
      if (jobs.includes("completes")) {
        await completeBookings(app.db, platformAt(world));
        for (const one of books.bookings) {
          if (one.status === "confirmed" && one.ends <= books.now) one.move("completed");
        }
      }
      if (!jobs.includes("tells")) return;
      await tellAll(books, world);
      await compareWallets(books, world);
    }),
  );
