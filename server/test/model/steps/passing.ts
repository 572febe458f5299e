import fc from "fast-check";
import { sql } from "kysely";
import { expect } from "vitest";
import { asProblem } from "../../../src/db/constraint-problems.ts";
import { inTransaction } from "../../../src/db/in-transaction.ts";
import { instantText, MINUTE_MS } from "../../../src/base/time.ts";
import { confirmLate } from "../../../src/booking/confirm-booking.ts";
import { completeBookings, expireHolds } from "../../../src/booking/end-due.ts";
import { drainOutbox } from "../../../src/queue/drain-outbox.ts";
import { subscriptions } from "../../../src/schedule.ts";
import type { Books } from "../books.ts";
import { shopNames } from "../shops.ts";
import type { World } from "../world.ts";
import { hasExpired, step, stepOnBooking, type Step } from "./step.ts";

function pass(books: Books, { app }: World, ms: number): void {
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

function platformAt({ app }: World) {
  return { scope: "platform", actor: "system:test", now: instantText(app.clock.now()) } as const;
}

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
          if (one.status === "confirmed" && one.ends <= books.now) one.status = "completed";
        }
      }
      if (jobs.includes("tells")) await tellAll(world);
    }),
  );

async function tellAll({ app, shops }: World): Promise<void> {
  const { parts } = app.app;
  while ((await drainOutbox({ ...parts, subscriptions: subscriptions(parts) })) > 0);
  const ids = shopNames.map((name) => shops[name].businessId);
  const { rows } = await sql`
    select topic, last_error from outbox where done_at is null and business_id = any(${ids}::uuid[])
  `.execute(app.owner);
  expect(rows, "what could not be delivered").toEqual([]);
}

/** Money that arrives whenever it likes: it revives what ran out, if all of it is still to be had. */
export const payingLate: fc.Arbitrary<Step> = fc.nat(11).map((number) =>
  stepOnBooking(
    "late money for",
    number,
    async (booking, books, world) => {
      const { db } = world.app;
      const problem = await inTransaction(db, platformAt(world), (tx) =>
        confirmLate(tx, booking.id, { kind: "payment", reference: "late" }),
      ).then(
        () => undefined,
        (error: unknown) => asProblem(error),
      );
      if (booking.status !== "expired") {
        expect(problem).toMatchObject({
          type: "invalid-transition",
          extra: { from: booking.status },
        });
        return;
      }
      const owned = books.owned();
      const isFree =
        booking.items.every((item) => item.claims.every((claim) => books.isFree(claim, owned))) &&
        booking.items.every((item) =>
          item.nights.every(
            ({ night }) => roomsOf(booking.items, night) <= books.roomsFree(night, owned),
          ),
        );
      expect(problem?.type, String(problem?.cause)).toBe(isFree ? undefined : "already-taken");
      if (!isFree) return;
      booking.status = "confirmed";
      booking.expiresAt = null;
    },
    hasExpired,
  ),
);

function roomsOf(items: readonly { nights: { night: string; rooms: number }[] }[], night: string) {
  const nights = items.flatMap((item) => item.nights).filter((one) => one.night === night);
  return nights.reduce((sum, one) => sum + one.rooms, 0);
}
