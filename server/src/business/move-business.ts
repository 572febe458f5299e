import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import { invalidTransition } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { getBusiness, type Business, type BusinessStatus } from "./businesses.ts";
import { lockBusiness } from "./edit-business.ts";

/** Decisions about a business: from which statuses, to which; the database holds the same table. */
export const decisions = {
  submission: { from: ["draft", "rejected"], to: "submitted" },
  approval: { from: ["submitted"], to: "approved" },
  rejection: { from: ["submitted"], to: "rejected" },
  suspension: { from: ["approved"], to: "suspended" },
  reinstatement: { from: ["suspended"], to: "approved" },
} as const satisfies Record<string, { from: readonly BusinessStatus[]; to: BusinessStatus }>;

export type Decision = keyof typeof decisions;

/**
 * Moves a business between its approval states; the owner submits, the platform decides the rest.
 *
 * @param why stored and shown to the owner; required for rejection and suspension
 * @throws Problem not-found, precondition-failed, invalid-transition
 */
export async function moveBusiness(
  tx: Tx,
  key: { id: string; version?: number },
  decision: Decision,
  why?: string,
): Promise<Business> {
  const before = await lockBusiness(tx, key);
  const { from, to } = decisions[decision];
  // Approval and reinstatement end in the same status, but only reinstatement leads back from suspension.
  if (!(from as readonly BusinessStatus[]).includes(before.status)) {
    throw invalidTransition(before.status, to);
  }
  await sql`select move_business(${key.id}::uuid, ${to}, ${why ?? null}, ${key.version ?? null}::int)`.execute(
    tx,
  );
  const after = await getBusiness(tx, key.id);
  await noteAction(tx, {
    businessId: key.id,
    action: `business.${to}`,
    subjectKind: "business",
    subjectId: key.id,
    before,
    after,
  });
  return after;
}
