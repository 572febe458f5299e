import { epochMs, instantText, type Clock } from "../base/time.ts";
import type { Db, Tx } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { Subscription } from "../queue/event.ts";
import { bookingsWithEarned, shareId, type ShareKey } from "../payment/earned-shares.ts";
import type { RefundKey } from "../refund/sent-refunds.ts";
import { correctPapersOf } from "./correct-papers.ts";
import { issueCreditNote, issueCreditNotesOf } from "./issue-credit-note.ts";
import { issueInvoice, issueInvoices } from "./issue-invoice.ts";

/**
 * Issues an invoice for every earned share and a credit note for every refund that succeeded, and corrects both when
 * an amendment lets one item's money pay for another.
 */
export function invoiceSubscriptions(db: Db, clock: Clock): Subscription[] {
  const issue = <T>(work: (tx: Tx, now: number) => Promise<T>) => {
    const now = instantText(clock.now());
    const context = { scope: "platform", actor: "system:invoices", now } as const;
    return inTransaction(db, context, (tx) => work(tx, epochMs(now)));
  };
  const correct = (payload: unknown) =>
    issue((tx, now) => correctPapersOf(tx, payload as ShareKey, now));
  return [
    {
      topic: "share.earned",
      run: async ({ payload }) => {
        await issue(async (tx, now) => {
          await issueInvoice(tx, payload as ShareKey, now);
          await issueCreditNotesOf(tx, payload as ShareKey, now);
        });
        await correct(payload);
      },
      runMany: async (events) => {
        const keys = events.map(({ payload }) => payload as ShareKey);
        const issued = await issue((tx, now) => issueInvoices(tx, keys, now));
        return events.filter((_, n) => !issued.has(shareId(keys[n]!)));
      },
    },
    {
      topic: "booking.amended",
      run: ({ payload }) => correct(payload),
      // A share earned later is invoiced as the amendment left it.
      runMany: async (events) => {
        const keys = events.map(({ payload }) => payload as ShareKey);
        const earned = await issue((tx) => bookingsWithEarned(tx, keys));
        return events.filter((_, n) => earned.has(keys[n]!.bookingId));
      },
    },
    {
      topic: "refund.succeeded",
      run: ({ payload }) => issue((tx, now) => issueCreditNote(tx, payload as RefundKey, now)),
    },
  ];
}
