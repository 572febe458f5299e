import { randomUUID } from "node:crypto";
import { DAY_MS, epochMs, instantText, MINUTE_MS } from "../../base/time.ts";
import type { Ask } from "./raw-http.ts";
import type { World } from "./world.ts";
import type { Salon } from "./world-salon.ts";

/** Slots of one staff member on one day: 09:00 to 21:00 in Riyadh, by the half hour. */
const SLOTS_A_DAY = 24;
/** Days after the world's Monday with which the reservations begin, clear of the bookings written in bulk. */
const FIRST_DAY = 250;

export interface AppointmentItem {
  kind: "appointment";
  serviceId: string;
  staffId?: string;
  start: string;
}

/** Hands out appointments that nobody was given before: no reservation of a measurement can fail. */
export class FreeSlots {
  readonly #monday: string;
  readonly #salon: Salon;
  #next = 0;
  #nextAny = 0;

  constructor({ monday }: World, salon: Salon) {
    this.#monday = monday;
    this.#salon = salon;
  }

  /** @param terms paid online (a hold) or at the venue (confirmed at once) */
  next(terms: "online" | "venue" = "online"): AppointmentItem {
    const { staffIds, serviceId, venueServiceId } = this.#salon;
    const n = this.#next++;
    return {
      kind: "appointment",
      serviceId: terms === "online" ? serviceId : venueServiceId,
      staffId: staffIds[n % staffIds.length]!,
      start: this.#start(Math.floor(n / staffIds.length)),
    };
  }

  /** With any staff member. */
  nextAny(): AppointmentItem {
    const { anyServiceId, anyStaffCount } = this.#salon;
    const n = this.#nextAny++;
    const start = this.#start(Math.floor(n / anyStaffCount));
    return { kind: "appointment", serviceId: anyServiceId, start };
  }

  #start(slot: number): string {
    const opening = epochMs(`${this.#monday}T06:00:00Z`);
    const day = FIRST_DAY + Math.floor(slot / SLOTS_A_DAY);
    return instantText(opening + day * DAY_MS + (slot % SLOTS_A_DAY) * 30 * MINUTE_MS);
  }
}

/** A request to place items, with an idempotency key of its own. */
export function placing(path: "/v1/bookings" | "/v1/orders", token: string, items: object[]): Ask {
  const body = JSON.stringify({ items, customer: { name: "Bench" } });
  return { method: "POST", path, body, token, idempotencyKey: randomUUID() };
}
