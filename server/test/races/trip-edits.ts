import { sql } from "kysely";
import pg from "pg";
import { expect } from "vitest";
import { instantText, MINUTE_MS } from "../../src/base/time.ts";
import { serverUrlOf } from "../../src/db/server-login.ts";
import { connect } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { payLate as lateMoney } from "../harness/late-money.ts";
import { makeBusLine, type BusLine } from "../harness/bus-line.ts";
import type { Answer } from "../harness/caller.ts";
import { makeMember } from "../harness/people.ts";
import type { Arena } from "./arena.ts";
import { dayLater, raceDay } from "./days.ts";

/** How far ahead the clock of the servers for edits and late payments is: earlier holds have expired there. */
export const aheadMs = 15 * MINUTE_MS;
const [NOW, LATER] = [0, 1];

/** A bus line with a manager who edits it and customers who want seat 2 of its trip. */
export interface Scene extends BusLine {
  /** A vehicle with the same seats under different numbers. */
  turnedId: string;
  edit: (path: string, body: unknown) => Promise<Answer>;
  order: (customer: number, server?: number) => Promise<Answer>;
  payLate: (bookingId: string) => Promise<"confirmed" | "refused">;
  /** Makes a booking on the next day's trip in another vehicle; `move` amends it to seat 2. */
  bookElsewhere: (customer: number) => Promise<{ id: string; move: () => Promise<Answer> }>;
}

/** Edits by an operator that affect seat 2 of a trip. */
export const edits = {
  "removing the seat from the map": ({ edit, vehicleId }: Scene) =>
    edit(`vehicles/${vehicleId}`, { seats: [place("1", 1), place("WC", 2)] }),
  "assigning a vehicle with other seat numbers": ({ edit, tripId, turnedId }: Scene) =>
    edit(`trips/${tripId}`, { vehicleId: turnedId }),
  "moving the trip an hour later": ({ edit, tripId, stopIds }: Scene) =>
    edit(`trips/${tripId}`, {
      stops: stopIds.map((stopId, n) => ({
        stopId,
        departure: `${raceDay}T${["09", "13", "16"][n]}:00:00+03:00`,
      })),
    }),
  "cancelling the trip": ({ edit, tripId }: Scene) =>
    edit(`trips/${tripId}`, { status: "cancelled" }),
};
export type EditName = keyof typeof edits;
export const editNames = Object.keys(edits) as EditName[];

function place(label: string, column: number) {
  return { label, row: 1, column };
}

export async function setTripScene(arena: Arena, payment_terms: "venue" | "full"): Promise<Scene> {
  const line = await makeBusLine(arena.db, { date: raceDay, payment_terms });
  const manager = arena.as((await makeMember(arena.db, line.businessId, "manager")).token, LATER);
  const url = `/v1/manage/businesses/${line.businessId}`;
  const [from, , to] = line.stopIds;
  const seats = [{ label: "2", passenger: "Reem" }];
  const items = [{ kind: "seat", tripId: line.tripId, from, to, seats }];
  const turned = await manager.post(`${url}/vehicles`, {
    name: "Turned",
    seats: [place("2", 1), place("1", 2)],
  });
  return {
    ...line,
    turnedId: turned.body.id,
    async edit(path, body) {
      const { body: read } = await manager.get(`${url}/${path}`);
      return manager.send("PATCH", `${url}/${path}`, body, { "if-match": `"${read.version}"` });
    },
    order: (customer, server = LATER) =>
      arena.client(customer, server).post("/v1/bookings", { items }),
    payLate: (bookingId) => payLate(arena, bookingId),
    async bookElsewhere(customer) {
      const { journeyId, tripId } = line;
      const day = dayLater(1);
      await manager.post(`${url}/trips`, { journeyId, from: day, to: day });
      const { body: page } = await manager.get(`${url}/trips?from=${day}&to=${day}`);
      const [other] = page.items;
      const name = { name: "Other", seats: [place("1", 1)] };
      const { body: vehicle } = await manager.post(`${url}/vehicles`, name);
      const otherTrip = `${url}/trips/${other.id}`;
      const given = await manager.send(
        "PATCH",
        otherTrip,
        { vehicleId: vehicle.id },
        { "if-match": `"${other.version}"` },
      );
      expect(given.status).toBe(200);
      const as = arena.client(customer, LATER);
      const wanted = {
        kind: "seat",
        tripId: other.id,
        from,
        to,
        seats: [{ label: "1", passenger: "Reem" }],
      };
      const { body: booked } = await as.post("/v1/bookings", { items: [wanted] });
      const change = { id: booked.items[0].id, tripId, seats };
      const path = `/v1/bookings/${booked.id}/amendments`;
      return { id: booked.id, move: () => as.post(path, { items: [change] }) };
    },
  };
}

/** An expired and swept hold on seat 2: nobody locks anything of it. */
export async function makeSweptHold(arena: Arena, scene: Scene): Promise<string> {
  const { body, status } = await scene.order(0, NOW);
  expect(status).toBe(201);
  const context = JSON.stringify({ scope: "platform", actor: "test", now: later() });
  await sql`select expire_due(${context}::jsonb, 100)`.execute(arena.owner);
  return body.id;
}

function later(): string {
  return instantText(Date.now() + aheadMs);
}

async function payLate({ url }: Arena, bookingId: string): Promise<"confirmed" | "refused"> {
  const { db, end } = connect({ url: serverUrlOf(url), applicationName: "late payment" });
  try {
    await inTransaction(db, { scope: "platform", actor: "system:test", now: later() }, (tx) =>
      lateMoney(tx, bookingId),
    );
    return "confirmed";
  } catch {
    return "refused";
  } finally {
    await end();
  }
}

/**
 * Blocks writes to a table, lets `first` reach it, runs `second` until it is done or waits, then unblocks.
 *
 * @param table where `first` stops: an order before its claim, or with an uncommitted claim; an edit before its commit; a
 *   late payment with its claim made
 * @param waits whether `second` is expected to wait too; otherwise it finishes before `first` continues
 */
export async function between<First, Second>(
  { url }: Arena,
  table: "gates" | "claims" | "idempotency_keys" | "audit_log" | "booking_events",
  first: () => Promise<First>,
  second: () => Promise<Second>,
  waits: boolean,
): Promise<{ first: First; second: Second }> {
  const keeper = new pg.Client({ connectionString: url, application_name: "gate keeper" });
  await keeper.connect();
  try {
    await keeper.query("begin");
    await keeper.query(
      `lock table ${table} in ${table === "gates" ? "access exclusive" : "exclusive"} mode`,
    );
    const going = first();
    await untilWaiting(keeper, 1);
    const coming = second();
    if (waits) await untilWaiting(keeper, 2);
    else await coming;
    await keeper.query("commit");
    return { first: await going, second: await coming };
  } finally {
    await keeper.end();
  }
}

async function untilWaiting(keeper: pg.Client, sessions: number): Promise<void> {
  const count = async () => {
    await keeper.query("select pg_stat_clear_snapshot()");
    const { rows } = await keeper.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows[0]!.waiting;
  };
  await expect.poll(count, { interval: 2, timeout: 15_000 }).toBe(sessions);
}
