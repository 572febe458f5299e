import fc from "fast-check";
import { expect } from "vitest";
import { orderStatus } from "../../../src/booking/booking.ts";
import type { Booking } from "../booking.ts";
import type { Books } from "../books.ts";
import { callerOf, type World } from "../world.ts";
import { stepOnBooking, type Step } from "./step.ts";

/** The owner reads the order and the booking's events: one event for every version, each chained. */
export const reading: fc.Arbitrary<Step> = fc.nat(11).map((number) =>
  stepOnBooking("owner reads order and events of", number, async (booking, books, world) => {
    await readOrder(booking, books, world);
    await readEvents(booking, world);
  }),
);

async function readOrder({ orderId, owner }: Booking, books: Books, world: World): Promise<void> {
  const all = books.ofOrder(orderId);
  const open = all.filter((one) => one.status === "reserved" || one.status === "pending");
  const expiries = open.flatMap((one) => one.expiresAt ?? []);
  const expiresAt = expiries.length > 0 ? new Date(Math.min(...expiries)).toISOString() : null;
  const { body } = await callerOf(world, owner).get(`/v1/orders/${orderId}`);
  expect(body).toMatchObject({
    status: orderStatus(all.map((one) => one.status)),
    expiresAt,
    total: { amount: all.reduce((sum, one) => sum + one.totalMinor, 0) },
    due: { amount: all.reduce((sum, one) => sum + one.dueMinor, 0) },
  });
}

async function readEvents({ id, owner }: Booking, world: World): Promise<void> {
  const caller = callerOf(world, owner);
  const read = await caller.get(`/v1/bookings/${id}`);
  const { body } = await caller.get(`/v1/bookings/${id}/events?limit=100`);
  const events = body.items as { seq: number; prevHash: string; hash: string }[];
  expect(events.map((one) => one.seq)).toEqual(events.map((_, index) => index + 1));
  expect(events).toHaveLength(read.body.version);
  const before = ["", ...events.map((one) => one.hash)].slice(0, -1);
  expect(events.map((one) => one.prevHash)).toEqual(before);
}
