import { sql } from "kysely";
import { expect } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { messageSubscriptions } from "../../src/message/jobs.ts";
import { payLate as lateMoney } from "../harness/late-money.ts";
import { makeBusLine, type BusLine } from "../harness/bus-line.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";

export const DAY = "2026-12-01";

/** Times of the line's three stops on its day, in Riyadh. */
export type Times = [riyadh: string, buraydah: string, hail: string];

/** Opens an app with customers and functions to make bus lines, buy seats and edit trips. */
export async function openTripEdits() {
  const app = await startTestApp({ clock: standingClock() });
  const { db, owner, clock } = app;
  const customer = app.as((await makePerson(db)).token);
  const other = app.as((await makePerson(db)).token);

  async function makeLine(options: Parameters<typeof makeBusLine>[1] = {}) {
    const line = await makeBusLine(db, { date: DAY, payment_terms: "venue", ...options });
    const manager = app.as((await makeMember(db, line.businessId, "manager")).token);
    const url = `/v1/manage/businesses/${line.businessId}`;
    /** Reads the version and sends a change under it. */
    async function edit(path: string, body: unknown) {
      const { body: read } = await manager.get(`${url}/${path}`);
      return manager.send("PATCH", `${url}/${path}`, body, { "if-match": `"${read.version}"` });
    }
    const trip = `trips/${line.tripId}`;
    return {
      ...line,
      manager,
      url,
      edit,
      editTrip: (body: unknown) => edit(trip, body),
      readTrip: async () => (await manager.get(`${url}/${trip}`)).body,
    };
  }

  async function book(line: BusLine, labels: string[], from = 0, to = 2, who = customer) {
    const seats = labels.map((label) => ({ label, passenger: `Passenger ${label}` }));
    const ends = { from: line.stopIds[from], to: line.stopIds[to] };
    const item = { kind: "seat", tripId: line.tripId, ...ends, seats };
    return who.post("/v1/bookings", { items: [item] });
  }

  async function sell(...wanted: Parameters<typeof book>) {
    const { status, body } = await book(...wanted);
    expect([status, body.errors]).toEqual([201, undefined]);
    return body as { id: string; orderId: string; status: string };
  }

  /** Applies late money to a booking whose hold ran out, as the payment command does. */
  async function payLate(bookingId: string): Promise<"confirmed" | "refused"> {
    const context = {
      scope: "platform",
      actor: "system:test",
      now: instantText(clock.now()),
    } as const;
    try {
      await inTransaction(db, context, (tx) => lateMoney(tx, bookingId));
      return "confirmed";
    } catch {
      return "refused";
    }
  }

  /** Delivers a booking's outbox events to the message writers and returns the templates written for it. */
  async function toldOf(bookingId: string): Promise<string[]> {
    const { rows: events } = await sql<{ topic: string; payload: never }>`
      select topic, payload from outbox where payload->>'bookingId' = ${bookingId} order by id`.execute(
      owner,
    );
    const subscriptions = messageSubscriptions(db, clock);
    for (const { topic, payload } of events) {
      const found = subscriptions.find((one) => one.topic === topic);
      await found?.run({ id: 0, topic, payload, attempt: 1 } as never, undefined as never);
    }
    const { rows } = await sql<{ template: string }>`
      select template from messages where booking_id = ${bookingId} and template <> 'booking.reminder'
      order by created_at, template`.execute(owner);
    return rows.map((row) => row.template);
  }

  return { app, db, owner, clock, customer, other, makeLine, book, sell, payLate, toldOf };
}

/** Returns a line's stops at the given times, in the form a trip's PATCH takes. */
export function stopsAt(line: BusLine, times: Times): Record<string, unknown>[] {
  return times.map((time, index) => ({
    stopId: line.stopIds[index],
    departure: `${DAY}T${time}:00+03:00`,
  }));
}
