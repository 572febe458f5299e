import { sql } from "kysely";
import { expect } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { MoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson, type Person } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { haircut } from "../flows/wants.ts";
import { goToBank } from "../payment/gateways/moyasar-parts.ts";
import { moyasarCaller } from "../sandbox/moyasar-caller.ts";

/** The price of a haircut here, in minor units. */
export const PRICE = 10_000;
const RETURN = "https://book.example/back";

/** A customer with the gateway's page open in two tabs, a card typed into each; both wait at the bank's page. */
export type TwoTabs = Awaited<ReturnType<typeof openTwoTabs>>;

export async function openTwoTabs(
  app: MoneyApp,
  options: {
    salon?: Salon;
    haircuts?: readonly Salon[];
    person?: Person;
    /** How it is to be paid. */
    how?: object;
    /** Called after the first card is typed. */
    meanwhile?: () => void;
  } = {},
) {
  const salon = options.salon ?? (await makeSalon(app.db, { terms: { payment_terms: "full" } }));
  const person = options.person ?? (await makePerson(app.db));
  const customer = app.as(person.token);
  const items = (options.haircuts ?? [salon]).map((one) =>
    haircut(one, "2026-11-24T10:00:00+03:00"),
  );
  const order = await customer.post("/v1/orders", { items });
  expect(order.status, JSON.stringify(order.body)).toBe(201);
  const begun = await customer.post(`/v1/orders/${order.body.id}/payments`, {
    method: "card",
    returnUrl: RETURN,
    ...options.how,
  });
  const bookingIds = order.body.bookings.map(({ id }: { id: string }) => id) as string[];
  const [bookingId] = bookingIds as [string];
  const tabs = await tabsOf(app, begun.body.redirectUrl, options.meanwhile);
  return {
    ...tabs,
    person,
    customer,
    salon,
    orderId: order.body.id as string,
    paymentId: begun.body.id as string,
    bookingId,
    bookingIds,
    manager: async () => app.as((await makeMember(app.db, salon.businessId, "manager")).token),
    bookingStatus: async () => (await customer.get(`/v1/bookings/${bookingId}`)).body.status,
    /** As the customer sees them, oldest first. */
    payments: async () => (await customer.get(`/v1/orders/${order.body.id}/payments`)).body.items,
  };
}

/** Two cards are typed into one page, one a second after the other. */
export async function tabsOf(app: MoneyApp, page: string, meanwhile?: () => void) {
  const first = await goToBank(page);
  meanwhile?.();
  app.clock.advance(1_000);
  const second = await goToBank(page);
  const invoiceId = new URL(page).pathname.split("/").at(-1)!;
  const approve = async (bank: string) => void (await payAsPerson(bank, { outcome: "approve" }));
  return {
    approveFirst: () => approve(first),
    approveSecond: () => approve(second),
    /** The charges of the page at the gateway, oldest first: "10000 -10000" was taken and refunded. */
    charges: async () => (await chargesOn(app, invoiceId)).map(({ sums }) => sums),
    chargeIds: async () => (await chargesOn(app, invoiceId)).map(({ id }) => id),
    call: moyasarCaller(app.sandbox),
  };
}

interface Charge {
  id: string;
  status: string;
  invoice_id: string;
  amount: number;
  refunded: number;
}

async function chargesOn({ sandbox }: MoneyApp, invoiceId: string) {
  const response = await fetch(`${sandbox.origin}/sandbox/payments`);
  const { payments } = (await response.json()) as { payments: Charge[] };
  return payments
    .filter((one) => one.invoice_id === invoiceId)
    .map(({ id, status, amount, refunded }) => {
      const sums = refunded > 0 ? `${amount} -${refunded}` : `${amount}`;
      return { id, sums: status === "paid" || status === "refunded" ? sums : status };
    });
}

/** The refunds of a booking: "paid_twice 10000 succeeded source"; by their cause. */
export async function refundsOf({ owner }: MoneyApp, bookingId: string): Promise<string[]> {
  const { rows } = await sql<{ said: string }>`
    select cause || ' ' || amount_minor || ' ' || status || ' ' || destination as said
    from refunds where booking_id = ${bookingId} order by cause, requested_at`.execute(owner);
  return rows.map(({ said }) => said);
}

/** How often a booking was confirmed, and what its customer was told of money. */
export async function toldOf({ owner }: MoneyApp, bookingId: string) {
  const { rows } = await sql<{ confirmed: number; returned: number; invoices: number }>`
    select (select count(*)::int from booking_events where booking_id = ${bookingId} and to_status = 'confirmed') as confirmed,
      (select count(*)::int from messages where booking_id = ${bookingId} and template = 'payment.returned') as returned,
      (select count(*)::int from invoices where booking_id = ${bookingId}) as invoices`.execute(
    owner,
  );
  return rows[0]!;
}

/** The titles of the checks of `holdfast verify` that do not hold. */
export async function broken({ db, clock }: MoneyApp): Promise<string[]> {
  const results = await runChecks(db, instantText(clock.now()), () => undefined);
  return results.filter((one) => one.broken > 0).map(({ title }) => title);
}
