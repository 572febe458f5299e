import { sql } from "kysely";
import { expect } from "vitest";
import { newId } from "../../src/base/id.ts";
import { instantText } from "../../src/base/time.ts";
import type { Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { issueCreditNote } from "../../src/invoice/issue-credit-note.ts";
import { issueInvoice, type Issued } from "../../src/invoice/issue-invoice.ts";
import type { ShareKey } from "../../src/payment/earned-shares.ts";
import { invoiceSubscriptions } from "../../src/invoice/jobs.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import type { Caller } from "../harness/caller.ts";
import type { standingClock, TestApp } from "../harness/test-app.ts";

type Ground = TestApp & { clock: ReturnType<typeof standingClock> };

/** Runs work in the platform scope at the app's time, as a job does. */
export function asPlatform<T>({ db, clock }: Ground, work: (tx: Tx) => Promise<T>): Promise<T> {
  const now = instantText(clock.now());
  return inTransaction(db, { scope: "platform", actor: "system:test", now }, work);
}

/** Books these items over HTTP. */
export async function book(customer: Caller, items: readonly unknown[]) {
  const made = await customer.post("/v1/bookings", { items });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const { id, businessId, orderId } = made.body;
  return { bookingId: id as string, businessId: businessId as string, orderId: orderId as string };
}

export type Booked = Awaited<ReturnType<typeof book>>;

/** Writes a payment of a booking as the payment commands do: paid, its share earned by default, its event pending. */
export async function pay(
  app: Ground,
  booked: Booked,
  amountMinor: number,
  more: { purpose?: "order" | "balance"; earned?: boolean } = {},
): Promise<ShareKey> {
  const { purpose = "order", earned = true } = more;
  const { businessId, bookingId, orderId } = booked;
  const paymentId = newId(app.clock.now());
  const share = { businessId, paymentId, bookingId };
  await asPlatform(app, async (tx) => {
    await sql`
      insert into payments (id, order_id, purpose, gateway, method, currency, amount_minor, status, captured_minor)
      select ${paymentId}, ${orderId}, ${purpose}, 'venue', 'cash', currency, ${amountMinor}, 'paid', ${amountMinor}
      from orders where id = ${orderId}`.execute(tx);
    await sql`
      insert into payment_shares (business_id, payment_id, booking_id, amount_minor)
      values (${businessId}, ${paymentId}, ${bookingId}, ${amountMinor})`.execute(tx);
    if (earned) await earn(tx, share);
  });
  return share;
}

export async function earn(tx: Tx, share: ShareKey): Promise<void> {
  await sql`
    update payment_shares set earned_at = app_now() where business_id = ${share.businessId}
      and payment_id = ${share.paymentId} and booking_id = ${share.bookingId}`.execute(tx);
  await sql`
    insert into outbox (topic, business_id, payload)
    values ('share.earned', ${share.businessId}, ${JSON.stringify(share)}::jsonb)`.execute(tx);
}

/** Writes a refund that has succeeded. */
export async function refund(app: Ground, share: ShareKey, amountMinor: number): Promise<string> {
  const id = newId(app.clock.now());
  await asPlatform(app, async (tx) => {
    await sql`
      insert into refunds (business_id, id, payment_id, booking_id, amount_minor, currency, destination, cause, status,
        requested_by)
      select ${share.businessId}, ${id}, ${share.paymentId}, ${share.bookingId}, ${amountMinor}, currency, 'source',
        'cancellation', 'requested', 'system:test' from payments where id = ${share.paymentId}`.execute(
      tx,
    );
    await sql`update refunds set status = 'succeeded', succeeded_at = app_now() where id = ${id}`.execute(
      tx,
    );
  });
  return id;
}

export function issue(app: Ground, share: ShareKey): Promise<Issued> {
  return asPlatform(app, (tx) => issueInvoice(tx, share, app.clock.now()));
}

export function credit(
  app: Ground,
  businessId: string,
  refundId: string,
): Promise<Issued | undefined> {
  return asPlatform(app, (tx) => issueCreditNote(tx, { businessId, refundId }, app.clock.now()));
}

/** Delivers all pending events to the invoice subscriptions alone. */
export async function tell(app: Ground): Promise<void> {
  while ((await drainOnce(app)) > 0);
}

/** Delivers one batch of them; returns how many they were. */
export function drainOnce(app: Ground): Promise<number> {
  const subscriptions = invoiceSubscriptions(app.db, app.clock);
  return drainOutbox({ ...app.app.parts, subscriptions });
}

/** Registers a business for VAT, as its owner would. */
export async function register(
  app: Ground,
  businessId: string,
  more: { rate?: number; nameAr?: string; vatNumber?: string | null } = {},
): Promise<void> {
  const { rate = 1_500, nameAr = "صالون الأناقة", vatNumber = "310122393500003" } = more;
  await asPlatform(app, (tx) =>
    sql`
      insert into tax_settings (business_id, seller_name_ar, seller_name_en, vat_number, rate_basis_points, address_ar,
        address_en)
      values (${businessId}, ${nameAr}, 'Elegance Salon Est.', ${vatNumber}, ${rate},
        'شارع العليا، الرياض 12211', 'Olaya Street, Riyadh 12211')`.execute(tx),
  );
}

/** Returns a business's stored documents in the order of their numbers, past every policy. */
export async function documentsOf(app: Ground, businessId: string) {
  const { rows } = await sql<{
    id: string;
    kind: string;
    number: number;
    net_minor: number;
    vat_minor: number;
    gross_minor: number;
    rate_basis_points: number;
    buyer_name: string;
    refund_id: string | null;
    lines: { covers: string; amountMinor: number; priceMinor: number; quantity: number }[];
    seller: { name: { ar: string; en: string }; vatNumber: string | null; timezone: string };
  }>`select * from invoices where business_id = ${businessId} order by kind desc, number`.execute(
    app.owner,
  );
  return rows;
}
