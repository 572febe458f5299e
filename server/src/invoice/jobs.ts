import { epochMs, instantText, type Clock } from "../base/time.ts";
import type { Db, Tx } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { Subscription } from "../queue/event.ts";
import { issueCreditNote, issueCreditNotesOf, type RefundKey } from "./issue-credit-note.ts";
import { issueInvoice, type ShareKey } from "./issue-invoice.ts";

/** Every share that was earned becomes an invoice, every refund that succeeded a credit note to it. */
export function invoiceSubscriptions(db: Db, clock: Clock): Subscription[] {
  const issue = (work: (tx: Tx, now: number) => Promise<unknown>) => {
    const now = instantText(clock.now());
    const context = { scope: "platform", actor: "system:invoices", now } as const;
    return inTransaction(db, context, (tx) => work(tx, epochMs(now)));
  };
  return [
    {
      topic: "share.earned",
      run: ({ payload }) =>
        issue(async (tx, now) => {
          await issueInvoice(tx, payload as ShareKey, now);
          await issueCreditNotesOf(tx, payload as ShareKey, now);
        }),
    },
    {
      topic: "refund.succeeded",
      run: ({ payload }) => issue((tx, now) => issueCreditNote(tx, payload as RefundKey, now)),
    },
  ];
}
