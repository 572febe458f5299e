import fc from "fast-check";
import { HOUR_MS } from "../../../src/base/time.ts";
import { haircut, rig } from "../../flows/wants.ts";
import { pick, type Amendment, type Booking, type Books } from "../books.ts";
import { services, SLOTS, slotStart, type Service } from "../shops.ts";
import { ask, type World } from "../world.ts";
import { deed, type Deed } from "./deed.ts";

const recent = fc.oneof({ weight: 3, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(11) });
const by = fc.constantFrom("customer" as const, "customer" as const, "business" as const);

/** A change that somebody requests of a booking, whatever the booking is of. */
type Change =
  | { what: "moves"; slot: number }
  | { what: "becomes"; service: Service; hours: 1 | 2 }
  | { what: "adds"; service: Service; slot: number }
  | { what: "loses"; which: number };

const service = fc.constantFrom(...services);
const slot = fc.nat(SLOTS - 1);
const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ what: fc.constant("moves" as const), slot }),
  fc.record({
    what: fc.constant("becomes" as const),
    service,
    hours: fc.constantFrom(1 as const, 2 as const),
  }),
  fc.record({ what: fc.constant("adds" as const), service, slot }),
  fc.record({ what: fc.constant("loses" as const), which: fc.nat(2) }),
);

const refusals = [
  "409 already-taken",
  "409 invalid-transition",
  "409 conflict",
  "422 not-available",
  // The booking would be empty, or two of its items would overlap.
  "422 invalid-request",
];

/** Changes a booking in price or items, by its customer or the business. */
export const amending: fc.Arbitrary<Deed> = fc
  .record({ at: recent, by, wanted: changes })
  .map(({ at, by: side, wanted }) =>
    deed(
      `the ${side} changes booking -${at}: ${Object.values(wanted).join(" ")}`,
      async (books, world) => {
        const booking = pick(books.bookings.toReversed(), at);
        await amend(books, world, booking, side, wanted);
      },
      (books) => books.bookings.length > 0,
    ),
  );

async function amend(
  books: Books,
  world: World,
  booking: Booking,
  side: Amendment["by"],
  wanted: Change,
): Promise<void> {
  const caller = callerOf(world, booking, side);
  const seen = await caller.get(`/v1/bookings/${booking.id}`);
  if (world.life.isOver) return;
  const body = bodyOf(seen.body.items, wanted, booking, world);
  const path = `/v1/bookings/${booking.id}/amendments`;
  const answer = await ask(world, caller, { path, body }, refusals);
  if (!answer) return;
  const { id, status, dueNow } = answer.body;
  books.amendments.push({ id, booking, by: side, isApplied: status === "applied" });
  const order = books.orders.find(({ bookings }) => bookings.includes(booking))!;
  if (status === "awaitingPayment") order.dueMinor = dueNow.amount;
}

function callerOf({ customers, managers }: World, booking: Booking, side: Amendment["by"]) {
  return side === "customer" ? customers[booking.who]! : managers[booking.shop];
}

type Seen = { id: string; start: string };

function bodyOf(items: readonly Seen[], wanted: Change, { shop }: Booking, world: World) {
  const { salon, venue } = world.shops;
  const [first] = items;
  const { id } = first!;
  switch (wanted.what) {
    case "moves":
      return { items: [{ id, start: slotStart(world.since, wanted.slot) }] };
    case "becomes": {
      if (shop === "salon") return { items: [{ id, serviceId: salon.services[wanted.service] }] };
      const ends = Date.parse(first!.start) + wanted.hours * HOUR_MS;
      return { items: [{ id, end: new Date(ends).toISOString() }] };
    }
    case "adds": {
      const start = slotStart(world.since, wanted.slot);
      const serviceId = salon.services[wanted.service];
      return {
        items: [shop === "salon" ? haircut({ ...salon, serviceId }, start) : rig(venue, start)],
      };
    }
    default:
      return { remove: [items[wanted.which % items.length]!.id] };
  }
}

/** Decides a change that awaits payment or acceptance. */
export const decidingChange: fc.Arbitrary<Deed> = fc
  .record({
    at: recent,
    what: fc.constantFrom("acceptance" as const, "decline" as const, "withdrawal" as const),
  })
  .map(({ at, what }) =>
    deed(
      `${what} of change -${at}`,
      async (books, world) => {
        const change = pick(books.amendments.toReversed(), at);
        const { id, booking, by: side } = change;
        const caller = callerOf(world, booking, what === "withdrawal" ? side : "business");
        const path = `/v1/bookings/${booking.id}/amendments/${id}/${what}`;
        const answer = await ask(world, caller, { path }, ["409 invalid-transition"]);
        if (answer && what === "acceptance") change.isApplied = true;
      },
      (books) => books.amendments.length > 0,
    ),
  );
