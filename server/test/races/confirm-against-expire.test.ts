import { sql } from "kysely";
import { expect, test } from "vitest";
import { instantText, MINUTE_MS } from "../../src/base/time.ts";
import { expireHolds } from "../../src/booking/end-due.ts";
import { openMetrics } from "../../src/http/metrics.ts";
import { makeMember } from "../harness/people.ts";
import { makeSalon } from "../harness/businesses.ts";
import { startServers } from "../harness/server-processes.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { brokenChecks, CLIENTS, openArena, race, tally, weaken, without } from "./arena.ts";
import type { Arena } from "./arena.ts";
import { at } from "./days.ts";

const HOLDS = 40;
const RIVALS = CLIENTS / HOLDS - 1;
/** How far the second server's clock is ahead: every hold made at the first server has expired there. */
const aheadMs = 5 * MINUTE_MS;

const databases = [await createTestDatabase(), await createTestDatabase()] as const;
const { origins } = await startServers(
  databases.map(({ url }, index) => ({ url, isQuiet: index > 0 })),
  databases.map(({ url }, index) => ({ url, isQuiet: index > 0, aheadMs })),
);
const [guarded, unguarded] = (await Promise.all(
  databases.map((database, index) =>
    openArena(
      database,
      origins.map((of) => of[index]!),
    ),
  ),
)) as [Arena, Arena];
await weaken(unguarded, "lock_booking", "for update", "");
await weaken(unguarded, "guard_booking_move", "and new.pending_at is not null", "and false");
await without(unguarded, "alter table bookings disable trigger booking_owns_its_claims");

interface Gate {
  tables: readonly string[];
  contenders: number;
}

const heldUnpaid = { payment_terms: "full", hold_minutes: 3 } as const;
const waiting = { acceptance: "manual", accept_within_minutes: 3 } as const;

/**
 * Forty held or pending bookings; for each the desk confirms at one server while rivals at the other find it expired.
 * The expiry job also runs, from the start or once the first booking is confirmed.
 */
async function raceForSlots(
  arena: Arena,
  terms: typeof heldUnpaid | typeof waiting,
  sweeping: "start" | "midst",
  gate?: Gate,
) {
  const { businessId, serviceId, staffIds } = await makeSalon(arena.db, { terms });
  const { token } = await makeMember(arena.db, businessId, "staff");
  const item = (n: number) => {
    const [hours, half] = [Math.floor(n / 2), n % 2 === 0 ? "00" : "30"];
    const start = at(`${String(hours).padStart(2, "0")}:${half}`);
    return { kind: "appointment", serviceId, staffId: staffIds[0], start };
  };
  const order = (customer: number, server: number, slot: number) =>
    arena.client(customer, server).post("/v1/bookings", { items: [item(slot)] });
  const held = await Promise.all(Array.from({ length: HOLDS }, (_, n) => order(n, 0, n)));
  const midst = Promise.withResolvers<void>();
  const confirm = (n: number) => async () => {
    const path = `/v1/bookings/${held[n]!.body.id as string}/confirmation`;
    const body = terms === waiting ? {} : { paidBy: { kind: "cash" } };
    const answer = await arena.as(token, 0).post(path, body);
    midst.resolve();
    return answer;
  };
  // Round by round, so that the desk and the rivals of the same holds meet at the start.
  const requests = [
    ...Array.from({ length: HOLDS }, (_, n) => confirm(n)),
    ...Array.from({ length: HOLDS * RIVALS }, (_, n) => () => order(HOLDS + n, 1, n % HOLDS)),
  ];
  const sweepFrom = { start: Promise.resolve(), midst: midst.promise }[sweeping];
  const answers = await race(arena, requests, {
    ...gate,
    beside: () => sweepFrom.then(() => sweepLater(arena)),
  });
  return { answers, businessId };
}

/** The expiry job of a worker whose clock is also ahead. */
async function sweepLater({ db }: Arena): Promise<void> {
  const now = instantText(Date.now() + aheadMs);
  await expireHolds(db, { scope: "platform", actor: "system:test", now }, openMetrics(db));
}

/** For each slot: how many bookings have a status that owns it, and how many claims block it. */
async function slotsOf(arena: Arena, businessId: string) {
  const { rows } = await sql<{ owners: number; claims: number }>`
    select count(*) filter (where b.status in ('reserved', 'pending', 'confirmed'))::int as owners,
      count(*) filter (where c.blocking)::int as claims
    from bookings b left join claims c on c.booking_id = b.id
    where b.business_id = ${businessId} group by b.starts_at`.execute(arena.owner);
  return rows;
}

test("confirm against expiry: each slot goes to the held booking or to a rival, never to both or neither", async () => {
  const { answers, businessId } = await raceForSlots(guarded, heldUnpaid, "midst");
  const confirmed = answers.slice(0, HOLDS).filter(({ status }) => status === 200);
  const { "200": confirmations = 0, "201": taken = 0, ...refused } = tally(answers);
  expect(confirmed.length).toBe(confirmations);
  expect(confirmations + taken).toBe(HOLDS);
  expect(Object.keys(refused).toSorted()).toEqual(["409 already-taken", "409 invalid-transition"]);
  const slots = await slotsOf(guarded, businessId);
  expect(slots).toEqual(slots.map(() => ({ owners: 1, claims: 1 })));
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without the row lock and the check at commit a confirmed booking owns nothing", async () => {
  // The gate blocks the claims: the sweeper has expired the holds but cannot commit, and the desk decides on what it
  // read before.
  const gate = { tables: ["claims"], contenders: 13 };
  const { businessId } = await raceForSlots(unguarded, heldUnpaid, "start", gate);
  const slots = await slotsOf(unguarded, businessId);
  expect(slots.some(({ owners, claims }) => owners > claims)).toBe(true);
  expect(await brokenChecks(unguarded)).toContain(
    "every booking that blocks owns everything its items need",
  );
});

test("accept against the deadline: each slot goes to the accepted booking or to a rival, never to both or neither", async () => {
  const { answers, businessId } = await raceForSlots(guarded, waiting, "midst");
  const { "200": accepted = 0, "201": taken = 0, ...refused } = tally(answers);
  expect(accepted + taken).toBe(HOLDS);
  expect(Object.keys(refused).toSorted()).toEqual(["409 already-taken", "409 invalid-transition"]);
  const slots = await slotsOf(guarded, businessId);
  expect(slots).toEqual(slots.map(() => ({ owners: 1, claims: 1 })));
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without the row lock, the check at commit and the status check an accepted booking owns nothing", async () => {
  const gate = { tables: ["claims"], contenders: 13 };
  const { businessId } = await raceForSlots(unguarded, waiting, "start", gate);
  const slots = await slotsOf(unguarded, businessId);
  expect(slots.some(({ owners, claims }) => owners > claims)).toBe(true);
});
