import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import { assertOnce } from "../business/assert-once.ts";
import { newId } from "../base/id.ts";
import { sumMoney } from "../base/money.ts";
import { nouns } from "../base/nouns.ts";
import { conflict, invalid } from "../base/problem.ts";
import { text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";
import { readPayables, type Payable } from "./payables.ts";
import { getFullPayoutBatch, type FullPayoutBatch } from "./payout-batches.ts";
import { lockPayouts, writePayout } from "./record-payout.ts";

export interface NewPayoutBatch {
  currency: string;
  reference: string;
  /** In the minor unit; businesses owed less are skipped. Default 1. */
  minimum?: number;
  /** Default: every business. */
  businessIds?: readonly string[];
  paidBy: string;
  /** The gateway whose money pays it. */
  gateway: string;
}

/**
 * Records that everything owed was transferred: one payout to each business of its full balance, read under a lock on
 * its payouts, or none at all. The transaction is read committed; its caller has the platform's reach.
 *
 * @param now epoch milliseconds
 * @throws Problem invalid-request for a business that is unknown or named twice, conflict when nothing is owed or the
 *   reference is used already; at commit (mapped) insufficient-funds when a refund came in between
 */
export async function recordPayoutBatch(
  tx: Tx,
  batch: NewPayoutBatch,
  now: number,
): Promise<FullPayoutBatch> {
  await assertKnown(tx, batch.businessIds);
  await assertUnused(tx, batch.reference);
  const owed = await lockOwed(tx, batch);
  if (owed.length === 0) throw nothingOwed();
  const id = newId(now);
  const { amount: totalMinor } = sumMoney(
    owed.map(({ amount }) => amount),
    batch.currency,
  );
  await sql`
    insert into payout_batches (id, currency, reference, amount_minor, payouts, created_by)
    values (${id}, ${batch.currency}, ${batch.reference}, ${totalMinor}, ${owed.length}, ${batch.paidBy})`.execute(
    tx,
  );
  for (const [index, { businessId, amount }] of owed.entries()) {
    const reference = `${batch.reference}-${index + 1}`;
    const { paidBy, gateway } = batch;
    const payout = { businessId, amount, reference, paidBy, gateway, batchId: id };
    await writePayout(tx, payout, now);
  }
  const made = await getFullPayoutBatch(tx, id);
  const { payouts: _, nextCursor: __, ...after } = made;
  const action = { action: "payoutBatch.recorded", subjectKind: "payoutBatch" } as const;
  await noteAction(tx, { ...action, subjectId: id, after });
  return made;
}

/**
 * Returns what there is to pay out, by business, and locks it until the end of the transaction. Locks are always
 * taken in the order of the businesses' ids, so that two batches cannot deadlock.
 */
async function lockOwed(tx: Tx, batch: NewPayoutBatch): Promise<Payable[]> {
  const { currency, minimum: minimumMinor = 1, businessIds } = batch;
  const before = await readPayables(tx, { currency, minimumMinor, businessIds });
  const ids = before.map(({ businessId }) => businessId);
  for (const id of ids) await lockPayouts(tx, id);
  // Read again: a statement that began before we held the locks would not see their previous holders' payouts.
  return readPayables(tx, { currency, minimumMinor, businessIds: ids });
}

const unknown = text(
  `لم يُعثر على ${nouns.business.ar} بهذا المعرّف.`,
  `There is no ${nouns.business.en} with this id.`,
);

async function assertKnown(tx: Tx, ids: readonly string[] = []): Promise<void> {
  const pointerOf = (index: number) => `/businessIds/${index}`;
  assertOnce(ids, (id) => id, pointerOf);
  const { rows } = await sql<{ id: string }>`
    select id from businesses where id = any (${ids}::uuid[])`.execute(tx);
  const known = new Set(rows.map(({ id }) => id));
  const errors = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ pointer: pointerOf(index), detail: unknown }],
  );
  if (errors.length > 0) throw invalid(errors);
}

/**
 * Refuses a used reference, for a clear message only: without it, sending a batch twice would answer that nothing is
 * owed. The constraint enforces it.
 */
async function assertUnused(tx: Tx, reference: string): Promise<void> {
  const { rows } = await sql`
    select from payout_batches where reference = ${reference}`.execute(tx);
  if (rows.length === 0) return;
  throw conflict(
    "سُجّلت دفعة تحويلات بهذا المرجع؛ راجعها، أو اختر مرجعًا آخر.",
    "A payout batch with this reference already exists; check it or use another reference.",
    "/reference",
  );
}

function nothingOwed() {
  return conflict(
    "لا شيء للتحويل: لا تستحق أي من هذه المنشآت هذا الحد الأدنى بهذه العملة.",
    "There is nothing to pay out: none of these businesses is owed the minimum in this currency.",
  );
}
