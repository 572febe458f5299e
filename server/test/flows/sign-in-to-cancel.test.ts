import { expect, test } from "vitest";
import { DAY_MS } from "../../src/base/time.ts";
import { makeSalon } from "../harness/businesses.ts";
import { callerOf } from "../harness/caller.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { chainOf, type ChainedEvent } from "./event-chain.ts";
import { haircut } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const PHONE = "+966500000123";

test("a customer signs in by code, books, reads the cancellation fee and cancels; the event chain has every step", async () => {
  const salon = await makeSalon(app.db, {
    terms: { free_cancel_hours: 24, cancel_fee_percent: 50 },
  });
  const stranger = app.as();
  const sent = await stranger.post("/v1/auth/otp", { phone: PHONE });
  expect(sent.status).toBe(202);
  const box = await stranger.get(`/dev/messages?to=${encodeURIComponent(PHONE)}`);
  const signedIn = await stranger.post("/v1/auth/otp/verify", {
    phone: PHONE,
    code: box.body.items[0].code,
  });
  expect(signedIn.body.user.phone).toBe(PHONE);
  const me = callerOf(app.origin, signedIn.body.token);

  const booked = await me.post(
    "/v1/bookings",
    { items: [haircut(salon, "2026-11-24T10:00:00+03:00")] },
    { "x-request-id": "request-of-booking" },
  );
  expect([booked.status, booked.body.status]).toEqual([201, "confirmed"]);
  const { id } = booked.body;

  const early = await me.get(`/v1/bookings/${id}/cancellation`);
  expect(early.body).toEqual({
    allowed: true,
    reasons: [],
    freeUntil: "2026-11-23T07:00:00.000Z",
    fee: { amount: 0, currency: "SAR" },
    paid: { amount: 0, currency: "SAR" },
    refund: { amount: 0, currency: "SAR" },
    refundVat: { amount: 0, currency: "SAR" },
  });
  app.clock.advance(2.5 * DAY_MS);
  const late = await me.get(`/v1/bookings/${id}/cancellation`);
  expect(late.body.fee).toEqual({ amount: 5_000, currency: "SAR" });

  const cancelled = await me.post(
    `/v1/bookings/${id}/cancellation`,
    { reason: "سافرت" },
    { "x-request-id": "request-of-cancelling" },
  );
  expect(cancelled.body.status).toBe("cancelled");
  const over = await me.get(`/v1/bookings/${id}/cancellation`);
  expect(over.body.allowed).toBe(false);

  const { body } = await me.get(`/v1/bookings/${id}/events`);
  const events = body.items as ChainedEvent[];
  expect(events.map(({ type, from, to }) => [type, from, to])).toEqual([
    ["confirmed", "new", "confirmed"],
    ["cancelled", "confirmed", "cancelled"],
  ]);
  expect(events.map((one) => one.actor)).toEqual(events.map(() => `user:${signedIn.body.user.id}`));
  expect(events[1]).toMatchObject({ reason: "سافرت", at: cancelled.body.stamps.cancelledAt });
  // Whoever keeps a copy of the events can tell by themselves that none was changed, added or left out.
  const hashes = chainOf(events, {
    businessId: salon.businessId,
    bookingId: id,
    requestIds: ["request-of-booking", "request-of-cancelling"],
  });
  expect(events.map((one) => one.hash)).toEqual(hashes);
});

test("a changed event no longer matches its hash", async () => {
  const event: ChainedEvent = {
    seq: 1,
    type: "confirmed",
    from: "new",
    to: "confirmed",
    at: "2026-11-21T06:00:00.000Z",
    actor: "user:1",
    reason: null,
    details: { version: 1 },
    prevHash: "",
    hash: "",
  };
  const of = { businessId: "b", bookingId: "k", requestIds: ["r"] };
  const [honest] = chainOf([event], of);
  for (const changed of [{ actor: "user:2" }, { details: { version: 2 } }, { reason: "x" }]) {
    expect(chainOf([{ ...event, ...changed }], of)).not.toEqual([honest]);
  }
});
