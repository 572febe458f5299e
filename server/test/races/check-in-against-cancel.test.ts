import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeSalon } from "../harness/businesses.ts";
import { makeMember } from "../harness/people.ts";
import { brokenChecks, CLIENTS, openArenas, race, tally, weaken, type Arena } from "./arena.ts";
import { at } from "./days.ts";

const { guarded, unguarded } = await openArenas("guarded", "unguarded");
// Without the check, a cancellation that read the booking before the check-in succeeds.
await weaken(unguarded, "guard_booking_move", "or old.checked_in_at is not null", "");

const BOOKINGS = 20;
const ROUNDS = CLIENTS / BOOKINGS;

/** Twenty customers arrive: the desk checks them in while they cancel. */
async function raceAtTheDoor(arena: Arena) {
  const terms = { check_in_opens_minutes: 43_200 };
  const { businessId, serviceId, staffIds } = await makeSalon(arena.db, { staff: BOOKINGS, terms });
  const { token } = await makeMember(arena.db, businessId, "staff");
  const made = await Promise.all(
    staffIds.map((staffId, n) => {
      const item = { kind: "appointment", serviceId, staffId, start: at("10:00") };
      return arena.client(n).post("/v1/bookings", { items: [item] });
    }),
  );
  expect(tally(made)).toEqual({ "201": BOOKINGS });
  const requests = Array.from({ length: ROUNDS }, (_, round) =>
    made.map(({ body }, n) => () => {
      const path = `/v1/bookings/${body.id as string}`;
      return (n + round) % 2 === 0
        ? arena.as(token, round).post(`${path}/checkIn`)
        : arena.client(n, round).post(`${path}/cancellation`);
    }),
  );
  const answers = await race(arena, requests.flat());
  const { rows } = await sql<{ status: string; here: boolean }>`
    select status, checked_in_at is not null as here from bookings
    where business_id = ${businessId}`.execute(arena.owner);
  return { answers, ends: rows.map(({ status, here }) => `${status}${here ? ", here" : ""}`) };
}

test("check-in against cancel: the first to succeed makes the other refused", async () => {
  const { answers, ends } = await raceAtTheDoor(guarded);
  expect(new Set(ends)).toEqual(new Set(["confirmed, here", "cancelled"]));
  const { "200": _done, ...refused } = tally(answers);
  expect(Object.keys(refused).toSorted()).toEqual(["409 invalid-transition", "422 not-available"]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without the check for a check-in a checked-in customer's booking is cancelled", async () => {
  const { ends } = await raceAtTheDoor(unguarded);
  expect(ends).toContain("cancelled, here");
  expect(await brokenChecks(unguarded)).toContain(
    "no customer cancelled after the start or after checking in",
  );
});
