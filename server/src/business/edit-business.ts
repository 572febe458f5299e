import { noteAction } from "../audit/note-action.ts";
import { conflict, notFound, preconditionFailed } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { getBusiness, type Business } from "./businesses.ts";
import { assertCurrency, assertSlug, type BusinessInput } from "./create-business.ts";
import { textColumns } from "./text-columns.ts";

/** The kind of a business never changes. */
export type BusinessChange = Partial<Omit<BusinessInput, "kind">> & {
  completionGraceMinutes?: number;
};

/**
 * @throws Problem not-found, precondition-failed, invalid-request for an unknown currency, conflict for a taken slug,
 *   or for another currency when there are prices already
 */
export async function changeBusiness(
  tx: Tx,
  key: { id: string; version?: number },
  change: BusinessChange,
): Promise<Business> {
  assertCurrency(change.currency);
  assertSlug(change.slug);
  const before = await lockBusiness(tx, key, {
    isCurrencyChanged: change.currency !== undefined,
  });
  if (change.currency !== undefined && change.currency !== before.currency) {
    await assertNothingPriced(tx, key.id);
  }
  await tx
    .updateTable("businesses")
    .set({
      slug: change.slug ?? before.slug,
      ...textColumns("name", change.name),
      ...textColumns("description", change.description),
      ...textColumns("city", change.city),
      currency: change.currency,
      completion_grace_minutes: change.completionGraceMinutes,
    })
    .where("id", "=", key.id)
    .execute();
  const after = await getBusiness(tx, key.id);
  await noteAction(tx, {
    businessId: key.id,
    action: "business.changed",
    subjectKind: "business",
    subjectId: key.id,
    before,
    after,
  });
  return after;
}

/**
 * Locks the business until the transaction ends.
 *
 * @param options.isCurrencyChanged also waits for whoever writes something of the business, above all prices
 * @throws Problem not-found, precondition-failed
 */
export async function lockBusiness(
  tx: Tx,
  key: { id: string; version?: number },
  options: { isCurrencyChanged?: boolean } = {},
): Promise<Business> {
  const row = tx.selectFrom("businesses").select("version").where("id", "=", key.id);
  const locking = options.isCurrencyChanged ? row.forUpdate() : row.forNoKeyUpdate();
  const locked = await locking.executeTakeFirst();
  if (!locked) throw notFound("business");
  if (key.version !== undefined && key.version !== locked.version) throw preconditionFailed();
  return getBusiness(tx, key.id);
}

async function assertNothingPriced(tx: Tx, businessId: string): Promise<void> {
  const priced = await tx
    .selectFrom("offerings")
    .select("id")
    .where("business_id", "=", businessId)
    .limit(1)
    .executeTakeFirst();
  if (!priced) return;
  throw conflict(
    "لا يمكن تغيير العملة بعد إضافة عروض مسعّرة بها.",
    "The currency cannot change once offerings are priced in it.",
    "/currency",
  );
}
