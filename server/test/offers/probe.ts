import { expect } from "vitest";
import type { Answer, Caller } from "../harness/caller.ts";
import type { Rule } from "../../src/availability/planned-item.ts";

/** Every rule there is: a refusal that names another has not been stated. */
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

/** How often a property over the API is tried, and from which seed; both may be set from outside. */
export const settings = {
  seed: Number(process.env.OFFERS_SEED ?? 20261121),
  numRuns: Number(process.env.OFFERS_RUNS ?? 8),
};

const tried = { booked: 0, refusedByRule: 0, taken: 0 };

/**
 * Books what was offered, looks whether it is what was offered, and gives it back. Answers the booking.
 *
 * @param desk who gives back what may have begun: its customer cannot
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

/** What was not offered is refused: by rules that are stated, or because somebody has it; nothing is written. */
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

/** A property that met nothing has shown nothing. */
export function expectTriedEnough(): void {
  const { booked, refusedByRule, taken } = tried;
  const said = JSON.stringify(tried);
  // Files share this module: what one has tried is not another's.
  Object.assign(tried, { booked: 0, refusedByRule: 0, taken: 0 });
  expect(Math.min(booked / 10, refusedByRule / 10, taken), said).toBeGreaterThan(2);
}

/** So many of them, spread over all. */
export function sampleOf<T>(all: readonly T[], count: number): T[] {
  const stride = Math.max(1, all.length / count);
  return all.filter((_, index) => Math.floor(index / stride) !== Math.floor((index - 1) / stride));
}
