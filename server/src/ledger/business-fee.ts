import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import { notFound } from "../base/problem.ts";
import { lockBusiness } from "../business/edit-business.ts";
import type { Db, Tx } from "../db/connection.ts";

/** The platform's fee on what a business earns. */
export interface BusinessFee {
  /** Hundredths of a percent: 250 is 2.5 %. */
  basisPoints: number;
  /** The business's version. */
  version: number;
}

/** Returns a business's fee. @throws Problem not-found */
export async function getBusinessFee(db: Db | Tx, businessId: string): Promise<BusinessFee> {
  const { rows } = await sql<BusinessFee>`
    select fee_basis_points as "basisPoints", version from businesses where id = ${businessId}`.execute(
    db,
  );
  if (!rows[0]) throw notFound("business");
  return rows[0];
}

/**
 * Changes the fee for future earnings; past earnings keep their fee. The caller has the platform's reach.
 *
 * @throws Problem not-found, precondition-failed
 */
export async function changeBusinessFee(
  tx: Tx,
  key: { businessId: string; version?: number },
  basisPoints: number,
): Promise<BusinessFee> {
  const { businessId, version } = key;
  await lockBusiness(tx, { id: businessId, version });
  const before = await getBusinessFee(tx, businessId);
  await sql`select set_business_fee(${businessId}::uuid, ${basisPoints}::int)`.execute(tx);
  const after = await getBusinessFee(tx, businessId);
  const action = { action: "business.feeChanged", subjectKind: "business" } as const;
  await noteAction(tx, { businessId, ...action, subjectId: businessId, before, after });
  return after;
}
