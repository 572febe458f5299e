import { inTransaction } from "../../src/db/in-transaction.ts";
import { issueCreditNote } from "../../src/invoice/issue-credit-note.ts";
import { issueInvoice } from "../../src/invoice/issue-invoice.ts";
import { sendRefunds } from "../../src/refund/send-refunds.ts";
import { platform } from "../harness/people.ts";
import { batchOf, earnAbroad } from "./earn-abroad.ts";
import { send, type Estate, type PaidOrder } from "./estate.ts";
import { payFromWallet } from "./pay.ts";
import { fresh, named, sar } from "./wares.ts";

/** Takes one order from payment to payout, with a fee, a partial refund and its invoices. */
export async function fillMoney(estate: Estate): Promise<void> {
  const { salon, admin, manager } = estate;
  const { businessId } = salon;
  const manage = `/v1/manage/businesses/${businessId}`;
  await send(estate, "PUT", `${manage}/taxSettings`, taxSettings(estate), { version: 0 });
  const money = `/v1/admin/businesses/${businessId}`;
  await send(estate, "PATCH", `${money}/fee`, { basisPoints: 250 }, { by: admin });
  const order = await payFromWallet(estate);
  const url = `/v1/payments/${order.paymentId}/refunds`;
  const back = { amount: sar(1_000), reason: `${estate.mark} was late` };
  const { id: refundId } = await send(estate, "POST", url, back, { by: manager });
  estate.paid = { ...order, refundId, invoiceId: await issuePapers(estate, order, refundId) };
  const payout = { amount: sar(500), reference: fresh(estate, "transfer") };
  await send(estate, "POST", `${money}/payouts`, payout, { by: admin });
  await earnAbroad(estate);
  const batch = batchOf(estate, fresh(estate, "batch"));
  const made = await send(estate, "POST", "/v1/admin/payoutBatches", batch, { by: admin });
  estate.payoutBatchId = made.id;
}

/** Every field that the route takes. */
export function taxSettings(estate: Estate) {
  return {
    sellerName: named(estate, "company"),
    vatNumber: "310122393500003",
    rateBasisPoints: 1_500,
    address: named(estate, "street"),
  };
}

/** Issues the invoices that the worker, which does not run here, would have issued. */
async function issuePapers(
  { app, salon }: Estate,
  { paymentId, bookingId }: PaidOrder,
  refundId: string,
): Promise<string> {
  await sendRefunds(app.app.parts, paymentId);
  const { businessId } = salon;
  const now = app.clock.now();
  return inTransaction(app.db, platform, async (tx) => {
    const { id } = await issueInvoice(tx, { businessId, paymentId, bookingId }, now);
    await issueCreditNote(tx, { businessId, refundId }, now);
    return id;
  });
}
