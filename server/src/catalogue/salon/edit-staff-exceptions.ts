import { noteAction } from "../../audit/note-action.ts";
import { epochMs } from "../../base/time.ts";
import { invalidAt } from "../../base/problem.ts";
import { acknowledgedIn, lockVersion, touch, type EditKey } from "../../business/editable.ts";
import { editBesideSold } from "../../business/edit-beside-sold.ts";
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
 * Adds time off or a one-off opening to a staff member's calendar. Appointments within the time off must be
 * acknowledged, and stay as sold.
 *
 * @param key the staff member
 * @returns the exception, and the staff member's new version
 * @throws Problem not-found, precondition-failed, invalid-request when it ends before it starts, conflict listing
 *   appointments
 */
export async function addStaffException(
  tx: Tx,
  key: EditKey,
  id: string,
  input: StaffExceptionInput,
): Promise<{ exception: StaffException; version: number }> {
  if (epochMs(input.end) <= epochMs(input.start)) {
    throw invalidAt("/end", "اجعل النهاية بعد البداية.", "The end must be after the start.");
  }
  await lockVersion(tx, staff, key);
  const write = () =>
    tx
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
  const scope = { unitIds: [key.id], span: { start: input.start, end: input.end } };
  const broken = await editBesideSold(tx, key, scope, write, ["staff-time-off"]);
  const version = await touch(tx, staff, key);
  const exception = await getStaffException(tx, ofStaff(key, id));
  await note(tx, key, id, "added", { after: { ...exception, ...acknowledgedIn(broken) } });
  return { exception, version };
}

/**
 * Removes time off or a one-off opening. An opening with appointments in it is refused, and they cannot be
 * acknowledged here; time off can always be removed.
 *
 * @param key the staff member
 * @throws Problem not-found, precondition-failed, conflict listing appointments
 */
export async function removeStaffException(tx: Tx, key: EditKey, id: string): Promise<void> {
  await lockVersion(tx, staff, key);
  const before = await getStaffException(tx, ofStaff(key, id));
  const write = () =>
    tx
      .deleteFrom("staff_exceptions")
      .where("business_id", "=", key.businessId)
      .where("id", "=", id)
      .execute();
  if (before.kind === "off") await write();
  else await editBesideSold(tx, key, { unitIds: [key.id] }, write);
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
  change: {
    before?: StaffException;
    after?: StaffException & { acknowledged?: readonly string[] };
  },
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
