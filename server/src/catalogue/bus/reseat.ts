import type { Way } from "./next-timetable.ts";

/** A seat of a vehicle, with the number that claims refer to. */
export type NumberedSeat = {
  no: number;
  label: string;
  row: number;
  column: number;
  class: string;
};

/** A sold seat on a trip whose vehicle is replaced. */
export type Sitting = Way & {
  claimId: string;
  bookingId: string;
  label: string;
  /** The class it was sold as. */
  class: string;
};

/** The seat after the change; undefined: there is no equivalent free one. */
export type Reseating<Of extends Sitting = Sitting> = {
  sitting: Of;
  to: NumberedSeat | undefined;
};

/**
 * Finds each passenger a seat in another vehicle: the one of the same label and class, else the free one of the same
 * class nearest to the old place. Those who keep their label are seated first, then the given order decides.
 */
export function reseat<Of extends Sitting>(
  sittings: readonly Of[],
  before: readonly NumberedSeat[],
  after: readonly NumberedSeat[],
): Reseating<Of>[] {
  const old = new Map(before.map((seat) => [seat.label, seat]));
  const placed = new Map<string, NumberedSeat>();
  for (const sitting of sittings) {
    const same = after.find((seat) => seat.label === sitting.label);
    if (same?.class === sitting.class) placed.set(sitting.claimId, same);
  }
  for (const sitting of sittings) {
    if (placed.has(sitting.claimId)) continue;
    const isFree = (seat: NumberedSeat) =>
      !sittings.some(
        (other) => placed.get(other.claimId)?.no === seat.no && overlap(other, sitting),
      );
    const place = old.get(sitting.label);
    const [nearest] = after
      .filter((seat) => seat.class === sitting.class && isFree(seat))
      .toSorted((a, b) => distance(a, place) - distance(b, place) || a.no - b.no);
    if (nearest) placed.set(sitting.claimId, nearest);
  }
  return sittings.map((sitting) => ({
    sitting,
    to: placed.get(sitting.claimId),
  }));
}

function overlap(a: Way, b: Way): boolean {
  return a.fromPosition < b.toPosition && b.fromPosition < a.toPosition;
}

/** Counts one row as further away than the other side of the aisle. */
function distance(seat: NumberedSeat, from: NumberedSeat | undefined): number {
  return from ? Math.abs(seat.row - from.row) * 10 + Math.abs(seat.column - from.column) : 0;
}
