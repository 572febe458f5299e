import { expect } from "vitest";
import type { Answer, Caller } from "../harness/caller.ts";
import type { Rule } from "../../src/availability/planned-item.ts";

/** Every rule: a refusal must name one of these. */
const RULES: Record<Rule, true> = {
  "in-the-past": true,
  "inside-lead-time": true,
  "beyond-horizon": true,
  "wrong-duration": true,
  "outside-business-hours": true,
  holiday: true,
  "outside-staff-hours": true,
  "staff-on-break": true,
  "staff-time-off": true,
  "staff-cannot-do-service": true,
  "off-step": true,
  "skipped-local-time": true,
  "not-on-sale": true,
  "no-such-seat": true,
  "stop-not-served": true,
  "trip-departed": true,
  "trip-cancelled": true,
  "night-closed": true,
  "below-minimum-stay": true,
  "over-occupancy": true,
  "not-enough-units": true,
};

/** The runs and seed of a property over the API; both can be set in the environment. */
export const settings = {
  seed: Number(process.env.OFFERS_SEED ?? 20261121),
  numRuns: Number(process.env.OFFERS_RUNS ?? 8),
};

const tried = { booked: 0, refusedByRule: 0, taken: 0 };

/**
 * Books what was offered, expects the booking to match the offer, and cancels it. Returns the booking.
 *
 * @param desk the caller that cancels a booking that may have begun, which its customer cannot
 */
export async function expectBooked(
  customer: Caller,
  item: object,
  offered: Record<string, unknown>,
  desk: Caller = customer,
): Promise<Answer["body"]> {
  const { status, body } = await customer.post("/v1/bookings", { items: [item] });
  expect(status, `${JSON.stringify(item)} was offered: ${JSON.stringify(body)}`).toBe(201);
  expect(body).toMatchObject(offered);
  const cancelled = await desk.post(`/v1/bookings/${body.id}/cancellation`);
  expect(cancelled.status).toBe(200);
  tried.booked += 1;
  return body;
}

/** Expects what was not offered to be refused by known rules or as taken, with nothing written. */
export async function expectRefused(customer: Caller, item: object): Promise<Answer["body"]> {
  const { status, body } = await customer.post("/v1/bookings", { items: [item] });
  const what = `${JSON.stringify(item)} was not offered: ${JSON.stringify(body)}`;
  expect([409, 422], what).toContain(status);
  if (status === 409) {
    expect(body.type, what).toMatch(/already-taken$/);
    tried.taken += 1;
    return body;
  }
  expect(body.type, what).toMatch(/not-available$/);
  expect(body.reasons.length, what).toBeGreaterThan(0);
  for (const { rule, message } of body.reasons as { rule: string; message: string }[]) {
    expect(RULES, what).toHaveProperty(rule);
    expect(message).not.toBe(rule);
  }
  tried.refusedByRule += 1;
  return body;
}

/** Fails when the property met no bookings or no refusals: it would prove nothing. */
export function expectTriedEnough(): void {
  const { booked, refusedByRule, taken } = tried;
  const said = JSON.stringify(tried);
  // Test files share this module, so each starts its counts anew.
  Object.assign(tried, { booked: 0, refusedByRule: 0, taken: 0 });
  expect(Math.min(booked / 10, refusedByRule / 10, taken), said).toBeGreaterThan(2);
}

/** At most the given number of elements, spread over the whole list. */
export function sampleOf<T>(all: readonly T[], count: number): T[] {
  const stride = Math.max(1, all.length / count);
  return all.filter((_, index) => Math.floor(index / stride) !== Math.floor((index - 1) / stride));
}
