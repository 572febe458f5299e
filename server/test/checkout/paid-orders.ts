import { sql } from "kysely";
import { expect } from "vitest";
import { fixedClock, instantText } from "../../src/base/time.ts";
import { checkPayment } from "../../src/payment/check-payment.ts";
import { startPayment } from "../../src/checkout/start-payment.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { asPlatform, type MoneyParts } from "../../src/payment/money-parts.ts";
import { requestRefund, type RefundRequest } from "../../src/refund/request-refund.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import { makePerson, type Person } from "../harness/people.ts";
import { morning, startTestApp } from "../harness/test-app.ts";
import { haircut } from "../flows/wants.ts";
import { FakeGateway } from "./fake-gateway.ts";

/** An order of one haircut, and the payment that was begun for it. */
export interface OpenPayment {
  id: string;
  bookingId: string;
  orderId: string;
  businessId: string;
  customer: Person;
}

export type Till = Awaited<ReturnType<typeof openTill>>;

/** What haircuts cost here, in minor units. */
export const PRICE = 10_000;

/** The program with a gateway that can be told what to do, and a clock that can be moved. */
export async function openTill(options: { poolSize?: number } = {}) {
  const gateway = new FakeGateway();
  const clock = fixedClock(morning);
  const app = await startTestApp({ clock, gateways: { moyasar: gateway }, ...options });
  const parts: MoneyParts = app.app.parts;
  const { owner } = app;
  return {
    ...app,
    gateway,
    parts,
    begin: (salon?: Salon) => beginPayment(app, parts, salon),
    async pay(salon?: Salon): Promise<OpenPayment> {
      const payment = await beginPayment(app, parts, salon);
      gateway.takeMoney(payment.id);
      expect(await checkPayment(parts, payment.id)).toBe("settled");
      return payment;
    },
    refund: (payment: OpenPayment, amountMinor: number, more: Partial<RefundRequest> = {}) =>
      promiseBack(parts, payment, amountMinor, more),
    read: <T>(query: ReturnType<typeof sql<T>>) => query.execute(owner).then(({ rows }) => rows),
    async payment(id: string) {
      const { rows } = await sql<PaymentFacts>`
        select status, failure_code, next_poll_at, polls, alarm, refunded_minor from payments where id = ${id}`.execute(
        owner,
      );
      return rows[0]!;
    },
    async bookingStatus({ bookingId }: OpenPayment) {
      const { rows } = await sql<{ status: string }>`
        select status from bookings where id = ${bookingId}`.execute(owner);
      return rows[0]!.status;
    },
    /** Returns an account's balance, summed from its entries. */
    async balance(kind: string, ownerId: string | null = null) {
      const { rows } = await sql<{ minor: number }>`
        select coalesce(sum(e.amount_minor), 0)::bigint as minor from ledger_entries e
        join ledger_accounts a on a.id = e.account_id
        where a.kind = ${kind} and (${ownerId}::uuid is null or a.owner_id = ${ownerId})`.execute(
        owner,
      );
      return rows[0]!.minor;
    },
  };
}

interface PaymentFacts {
  status: string;
  failure_code: string | null;
  next_poll_at: string | null;
  polls: number;
  alarm: string | null;
  refunded_minor: number;
}

type App = Awaited<ReturnType<typeof startTestApp>>;

async function beginPayment(app: App, parts: MoneyParts, salon?: Salon): Promise<OpenPayment> {
  const shop = salon ?? (await makeSalon(app.db, { terms: { payment_terms: "full" } }));
  const customer = await makePerson(app.db);
  const item = haircut(shop, "2027-03-02T10:00:00+03:00");
  const order = await app.as(customer.token).post("/v1/orders", { items: [item] });
  expect(order.status, JSON.stringify(order.body)).toBe(201);
  const now = instantText(app.clock.now());
  const context = { scope: "customer", userId: customer.id, actor: "user:test", now } as const;
  const request = {
    orderId: order.body.id,
    customerId: customer.id,
    method: "card",
    returnUrl: "https://shop.example/back",
    whenPartlyGone: "keep",
  } as const;
  const started = await startPayment(parts, context, request, async (_, { begin }) => ({
    outcome: await begin(),
  }));
  if (!("paymentId" in started)) throw new Error("the payment was refused");
  const { paymentId: id } = started;
  const { businessId } = shop;
  return { id, orderId: order.body.id, bookingId: order.body.bookings[0].id, businessId, customer };
}

async function promiseBack(
  { db, clock }: MoneyParts,
  payment: OpenPayment,
  amountMinor: number,
  more: Partial<RefundRequest>,
): Promise<string> {
  const { id: paymentId, businessId, bookingId } = payment;
  const id = await inTransaction(db, asPlatform("test", clock), (tx) =>
    requestRefund(
      tx,
      {
        businessId,
        paymentId,
        bookingId,
        amountMinor,
        destination: "source",
        cause: "business",
        isAutomatic: false,
        reason: "asked at the desk",
        requestedBy: "system:test",
        ...more,
      },
      clock.now(),
    ),
  );
  return id!;
}
