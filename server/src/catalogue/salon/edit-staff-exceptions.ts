import { noteAction } from "../../audit/note-action.ts";
import { epochMs } from "../../base/time.ts";
import { invalidAt } from "../../base/problem.ts";
import { lockVersion, touch, type EditKey } from "../../business/editable.ts";
import type { Tx } from "../../db/connection.ts";
import { staff } from "./staff.ts";
import { getStaffException, type StaffException } from "./staff-exceptions.ts";

export type StaffExceptionInput = {
  kind: "off" | "open";
  /** RFC 3339 */
  start: string;
  end: string;
  reason?: string;
};

/**
 * Adds time off or a one-off opening to a staff member's calendar; bookings already made stay.
 *
 * @param key the staff member
 * @returns the exception, and the staff member's new version
 * @throws Problem not-found, precondition-failed, invalid-request when it ends before it starts
 */
export async function addStaffException(
  tx: Tx,
  key: EditKey,
  id: string,
  input: StaffExceptionInput,
): Promise<{ exception: StaffException; version: number }> {
  if (epochMs(input.end) <= epochMs(input.start)) {
    throw invalidAt("/end", "اجعل النهاية بعد البداية.", "End after the start.");
  }
  await lockVersion(tx, staff, key);
  await tx
    .insertInto("staff_exceptions")
    .values({
      business_id: key.businessId,
      id,
      staff_id: key.id,
      kind: input.kind,
      starts_at: input.start,
      ends_at: input.end,
      reason: input.reason,
    })
    .execute();
  const version = await touch(tx, staff, key);
  const exception = await getStaffException(tx, ofStaff(key, id));
  await note(tx, key, id, "added", { after: exception });
  return { exception, version };
}

/**
 * @param key the staff member
 * @throws Problem not-found, precondition-failed
 */
export async function removeStaffException(tx: Tx, key: EditKey, id: string): Promise<void> {
  await lockVersion(tx, staff, key);
  const before = await getStaffException(tx, ofStaff(key, id));
  await tx
    .deleteFrom("staff_exceptions")
    .where("business_id", "=", key.businessId)
    .where("id", "=", id)
    .execute();
  await touch(tx, staff, key);
  await note(tx, key, id, "removed", { before });
}

function ofStaff(key: EditKey, id: string) {
  return { businessId: key.businessId, staffId: key.id, id };
}

function note(
  tx: Tx,
  { businessId, id: staffId }: EditKey,
  id: string,
  verb: string,
  change: { before?: StaffException; after?: StaffException },
) {
  return noteAction(tx, {
    businessId,
    action: `exception.${verb}`,
    subjectKind: "exception",
    subjectId: id,
    before: change.before && { staffId, ...change.before },
    after: change.after && { staffId, ...change.after },
  });
}
