import fc from "fast-check";

/** What a customer may want, among the few times, units, legs and nights of the model's world. */
export type Wish =
  | { kind: "appointment"; service: "cut" | "colour"; staff: number | "any"; slot: number }
  | { kind: "rental"; units: number | readonly number[]; slot: number; hours: 1 | 2 }
  | { kind: "seat"; seats: readonly number[]; leg: number }
  | { kind: "stay"; night: number; nights: number; rooms: number };

export type Kind = Wish["kind"];

export const STAFF = 2;
export const RIGS = 3;
export const SEATS = 3;
export const ROOMS = 2;
/** Half hours from nine in the morning. */
export const SLOTS = 4;
/** The half hour from which rigs are dearer. */
export const LATE_SLOT = 3;
/** Boarding and alighting stops, as indexes on the line. */
export const LEGS = [
  [0, 1],
  [1, 2],
  [0, 2],
] as const;

export const appointment: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constant("appointment" as const),
  service: fc.constantFrom("cut" as const, "cut" as const, "colour" as const),
  staff: fc.oneof(fc.constant("any" as const), fc.nat(STAFF - 1)),
  slot: fc.nat(SLOTS - 1),
});

export const rental: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constant("rental" as const),
  // Sometimes one more than there are.
  units: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: RIGS }) },
    { weight: 2, arbitrary: fc.subarray([0, 1, 2], { minLength: 1 }) },
    { weight: 1, arbitrary: fc.constant(RIGS + 1) },
  ),
  slot: fc.nat(SLOTS - 1),
  hours: fc.constantFrom(1 as const, 2 as const),
});

export const seat: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constant("seat" as const),
  seats: fc.subarray([1, 2, 3], { minLength: 1, maxLength: 2 }),
  leg: fc.nat(LEGS.length - 1),
});

export const stay: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constant("stay" as const),
  night: fc.nat(2),
  nights: fc.integer({ min: 1, max: 3 }),
  rooms: fc.integer({ min: 1, max: ROOMS }),
});

const anyWish: fc.Arbitrary<Wish> = fc.oneof(appointment, rental, seat, stay);

export const wishOf: Record<Kind, fc.Arbitrary<Wish>> = { appointment, rental, seat, stay };

/** Usually one wish; sometimes several across businesses, or the same wish twice. */
export const wishes: fc.Arbitrary<Wish[]> = fc.oneof(
  { weight: 4, arbitrary: anyWish.map((one) => [one]) },
  { weight: 2, arbitrary: fc.array(anyWish, { minLength: 2, maxLength: 4 }) },
  { weight: 2, arbitrary: anyWish.map((one) => [one, one]) },
);

/** A short text for lists of wishes. */
export function wishText(wish: Wish): string {
  switch (wish.kind) {
    case "appointment":
      return `${wish.service} by ${wish.staff} at ${wish.slot}`;
    case "rental": {
      const rigs =
        typeof wish.units === "number" ? `any ${wish.units}` : `rigs ${wish.units.join("+")}`;
      return `${rigs} at ${wish.slot} for ${wish.hours} h`;
    }
    case "seat":
      return `seats ${wish.seats.join("+")} on leg ${wish.leg}`;
    default:
      return `${wish.rooms} rooms from night ${wish.night} for ${wish.nights}`;
  }
}
