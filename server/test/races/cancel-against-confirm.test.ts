import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeSalon } from "../harness/businesses.ts";
import { makeMember } from "../harness/people.ts";
import { brokenChecks, CLIENTS, openArenas, race, tally, weaken } from "./arena.ts";
import type { Arena } from "./arena.ts";
import { at } from "./days.ts";

const { guarded, unguarded } = await openArenas("guarded", "unguarded");
// Without the row lock, both moves decide on the version they read.
await weaken(unguarded, "lock_booking", "for update", "");

const REQUESTS = 20;
const MOVES = CLIENTS / REQUESTS;

/** Twenty pending bookings: the customers cancel while the desk accepts. */
async function raceToDecide(arena: Arena, headers: Record<string, string> = {}) {
  const terms = { acceptance: "manual" } as const;
  const { businessId, serviceId, staffIds } = await makeSalon(arena.db, { staff: REQUESTS, terms });
  const { token } = await makeMember(arena.db, businessId, "staff");
  const item = (n: number) => {
    return { kind: "appointment", serviceId, staffId: staffIds[n], start: at("10:00") };
  };
  const book = (n: number) => arena.client(n).post("/v1/bookings", { items: [item(n)] });
  const made = await Promise.all(Array.from({ length: REQUESTS }, (_, n) => book(n)));
  expect(made.every(({ body }) => body.status === "pending")).toBe(true);
  const moves = Array.from({ length: MOVES }, (_, move) =>
    made.map(({ body }, n) => () => {
      const path = `/v1/bookings/${body.id as string}`;
      return move % 2 === 0
        ? arena.client(n, move).post(`${path}/cancellation`, {}, headers)
        : arena.as(token, move).post(`${path}/confirmation`, {}, headers);
    }),
  );
  const answers = await race(arena, moves.flat());
  return { answers, businessId, bookAgain: () => Promise.all(made.map((_, n) => book(n))) };
}

async function statuses(arena: Arena, businessId: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ status: string; count: number }>`
    select status, count(*)::int from bookings where business_id = ${businessId} group by 1`.execute(
    arena.owner,
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

test("cancel against confirm with the same If-Match: exactly one move of each booking succeeds", async () => {
  const { answers, businessId } = await raceToDecide(guarded, { "if-match": '"1"' });
  expect(tally(answers)).toEqual({
    "200": REQUESTS,
    "412 precondition-failed": CLIENTS - REQUESTS,
  });
  const { confirmed = 0, cancelled = 0 } = await statuses(guarded, businessId);
  expect(confirmed + cancelled).toBe(REQUESTS);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without the row lock both moves of one version succeed", async () => {
  const { answers } = await raceToDecide(unguarded, { "if-match": '"1"' });
  expect(tally(answers)["200"]).toBeGreaterThan(REQUESTS);
});

test("cancel against confirm without If-Match: every booking ends cancelled and its time is free", async () => {
  const { answers, businessId, bookAgain } = await raceToDecide(guarded);
  const { "200": moved = 0, ...refused } = tally(answers);
  expect(refused).toEqual({ "409 invalid-transition": CLIENTS - moved });
  expect(await statuses(guarded, businessId)).toEqual({ cancelled: REQUESTS });
  expect(tally(await bookAgain())).toEqual({ "201": REQUESTS });
  expect(await brokenChecks(guarded)).toEqual([]);
});
