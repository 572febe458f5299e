import fc from "fast-check";
import { pick, type Booking, type Books, type Payment } from "../books.ts";
import { moveAtGateway } from "../payer.ts";
import { ask, type World } from "../world.ts";
import { deed, type Deed } from "./deed.ts";

const recent = fc.oneof({ weight: 2, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(11) });
/** A customer cannot cancel a booking that has begun. */
const NO_MOVE = ["409 invalid-transition", "422 not-available"];

function onBooking(
  words: string,
  at: number,
  act: (booking: Booking, world: World) => Promise<unknown>,
): Deed {
  return deed(
    `${words} booking -${at}`,
    async (books, world) => {
      await act(pick(books.bookings.toReversed(), at), world);
    },
    (books) => books.orders.length > 0,
  );
}

/** Returns the manager of the booking's business. */
function managerOf({ shop }: Booking, world: World) {
  return world.managers[shop];
}

export const cancelling: fc.Arbitrary<Deed> = fc
  .record({
    at: recent,
    by: fc.constantFrom("customer" as const, "business" as const),
    refundTo: fc.constantFrom("source" as const, "source" as const, "wallet" as const),
  })
  .map(({ at, by, refundTo }) =>
    onBooking(`the ${by} cancels`, at, async (booking, world) => {
      const isCustomer = by === "customer";
      const caller = isCustomer ? world.customers[booking.who]! : managerOf(booking, world);
      const path = `/v1/bookings/${booking.id}/cancellation`;
      return ask(world, caller, { path, body: isCustomer ? { refundTo } : {} }, NO_MOVE);
    }),
  );

export const cancellingOrder: fc.Arbitrary<Deed> = recent.map((at) =>
  deed(
    `cancels order -${at}`,
    async (books, world) => {
      const { id, who } = pick(books.orders.toReversed(), at);
      await ask(world, world.customers[who]!, { path: `/v1/orders/${id}/cancellation` }, NO_MOVE);
    },
    (books) => books.orders.length > 0,
  ),
);

/** Accepts a pending booking, or confirms a hold with cash at the desk. */
export const accepting: fc.Arbitrary<Deed> = recent.map((at) =>
  onBooking("the manager accepts", at, async (booking, world) => {
    const caller = managerOf(booking, world);
    const seen = await caller.get(`/v1/bookings/${booking.id}`);
    const body = seen.body.status === "reserved" ? { paidBy: { kind: "cash" } } : {};
    const path = `/v1/bookings/${booking.id}/confirmation`;
    return ask(world, caller, { path, body }, NO_MOVE);
  }),
);

export const ending: fc.Arbitrary<Deed> = fc
  .record({ at: recent, how: fc.constantFrom("noShow" as const, "completion" as const) })
  .map(({ at, how }) =>
    onBooking(`${how} of`, at, async (booking, world) => {
      const path = `/v1/bookings/${booking.id}/${how}`;
      return ask(world, managerOf(booking, world), { path }, [...NO_MOVE, "409 conflict"]);
    }),
  );

/** Makes a deed about an order's payment and one of its bookings. */
function onPayment(
  words: string,
  at: number,
  act: (payment: Payment, booking: Booking, books: Books, world: World) => Promise<unknown>,
): Deed {
  const ofOrders = ({ payments }: Books) => payments.toReversed().filter(({ order }) => order);
  return deed(
    `${words} payment -${at}`,
    async (books, world) => {
      const payment = pick(ofOrders(books), at);
      await act(payment, pick(payment.order!.bookings, at), books, world);
    },
    (books) => ofOrders(books).length > 0,
  );
}

export const refunding: fc.Arbitrary<Deed> = fc
  .record({
    at: recent,
    amountMinor: fc.constantFrom(1_000, 3_000, undefined),
    destination: fc.constantFrom("source" as const, "source" as const, "wallet" as const),
  })
  .map(({ at, amountMinor, destination }) =>
    onPayment(
      `the manager gives ${amountMinor ?? "all"} back to the ${destination} of`,
      at,
      async ({ id }, booking, books, world) => {
        const amount = amountMinor && { amount: amountMinor, currency: "SAR" };
        const about = { bookingId: booking.id, destination, reason: "sorry" };
        const body = { ...about, ...(amount && { amount }) };
        const path = `/v1/payments/${id}/refunds`;
        // The wallet has paid for this booking alone, or nothing is left to refund.
        const mayBe = [...NO_MOVE, "409 conflict", "422 invalid-request", "404 not-found"];
        const answer = await ask(world, managerOf(booking, world), { path, body }, mayBe);
        if (answer) books.refunds.push(answer.body.id);
      },
    ),
  );

/** Captures or voids held money by hand. */
export const movingHeld: fc.Arbitrary<Deed> = fc
  .record({ at: recent, what: fc.constantFrom("capture" as const, "void" as const) })
  .map(({ at, what }) =>
    onPayment(`the manager asks for ${what} of`, at, async ({ id }, booking, _books, world) => {
      const path = `/v1/payments/${id}/${what}`;
      const mayBe = [...NO_MOVE, "409 conflict", "503 unavailable", "404 not-found"];
      return ask(world, managerOf(booking, world), { path }, mayBe);
    }),
  );

/** An authorisation lapses, or is captured or voided at the gateway itself. */
export const movingAtGateway: fc.Arbitrary<Deed> = fc
  .record({ at: recent, what: fc.constantFrom("void" as const, "capture" as const) })
  .map(({ at, what }) =>
    onPayment(`${what} at the gateway of`, at, async ({ id }, _booking, _books, { sandbox }) =>
      moveAtGateway(sandbox, id, what),
    ),
  );
