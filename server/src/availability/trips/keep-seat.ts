import { splitMinor } from "../../base/money.ts";
import type { AgreedItem, Amended, KeepRule } from "../kept-item.ts";
import { NO_RULES } from "../kept-item.ts";
import type { PlannedItem, Rule, SeatPart } from "../planned-item.ts";
import type { SeatFacts } from "./seat-facts.ts";
import type { SeatItem } from "./seat-item.ts";

/** Rules about buying: a seat that stays was bought in time. */
const ABOUT_BUYING: ReadonlySet<Rule> = new Set([
  "not-on-sale",
  "trip-cancelled",
  "trip-departed",
  "inside-lead-time",
  "beyond-horizon",
]);

/** The part of stored seat details that is read here. */
interface SeatDetails {
  tripId: string;
  from: { id: string };
  to: { id: string };
  seats: { label: string; class: string }[];
}

/**
 * Seats that stay on the same segment of the same trip keep their price. Like for like (the same route between the
 * same stops, in the same class), a seat on another trip takes over the price of one that is given up for it.
 */
export const keepSeat: KeepRule<SeatFacts, SeatItem> = {
  exempt(item, agreed) {
    const { tripId, from, to, seats } = agreed.details as unknown as SeatDetails;
    const labels = new Set(seats.map((seat) => seat.label));
    const isKept =
      item.tripId.toLowerCase() === tripId &&
      item.from.toLowerCase() === from.id &&
      item.to.toLowerCase() === to.id &&
      item.seats.every((seat) => labels.has(seat.label));
    return isKept ? ABOUT_BUYING : NO_RULES;
  },
  keep(_facts, planned, agreed): Amended {
    const [now, before] = [planned.details, agreed.details] as unknown as SeatDetails[];
    const isSamePart =
      now!.tripId === before!.tripId &&
      now!.from.id === before!.from.id &&
      now!.to.id === before!.to.id;
    const labels = new Set(before!.seats.map((seat) => seat.label));
    const isNew = !isSamePart || now!.seats.some((seat) => !labels.has(seat.label));
    const isMoved = now!.tripId !== before!.tripId || now!.from.id !== before!.from.id;
    const isLike =
      planned.offeringId === agreed.offeringId &&
      now!.from.id === before!.from.id &&
      now!.to.id === before!.to.id;
    const priced = isLike ? pricedBeside(planned, agreed) : planned;
    return { planned: { ...planned, ...priced }, isNew, isMoved };
  },
};

function pricedBeside(
  planned: PlannedItem,
  agreed: AgreedItem,
): { priceMinor: number; priceParts: SeatPart[] } {
  const left = agreedSeats(agreed);
  const today = planned.priceParts as SeatPart[];
  const { seats } = planned.details as unknown as SeatDetails;
  const take = (at: number) => (at < 0 ? undefined : left.splice(at, 1)[0]!.minor);
  // Seats that stay come first, so that none of their prices goes to another seat.
  const kept = seats.map(({ label, class: wanted }) =>
    take(left.findIndex((seat) => seat.label === label && seat.class === wanted)),
  );
  const priceParts = today.map(({ label, minor }, index) => ({
    label,
    minor:
      kept[index] ?? take(left.findIndex((seat) => seat.class === seats[index]!.class)) ?? minor,
  }));
  return { priceMinor: priceParts.reduce((sum, part) => sum + part.minor, 0), priceParts };
}

/** Seats sold before price parts were stored share the price evenly. */
function agreedSeats({
  details,
  priceParts,
  priceMinor,
}: AgreedItem): (SeatPart & { class: string })[] {
  const { seats } = details as unknown as SeatDetails;
  const even = splitMinor(
    priceMinor,
    seats.map(() => 1),
  );
  const parts = priceParts as SeatPart[];
  return seats.map((seat, index) => ({
    label: seat.label,
    class: seat.class,
    minor: parts.find((part) => part.label === seat.label)?.minor ?? even[index]!,
  }));
}
