import { newId } from "../../base/id.ts";
import { edit, type EditKey } from "../../business/editable.ts";
import { replaceRows } from "../../business/replace-rows.ts";
import { assertApart, toMinutes, type WeekWindow } from "../../business/week-windows.ts";
import type { Tx } from "../../db/connection.ts";
import { staff, type StaffMember, type StaffWindow } from "./staff.ts";

/**
 * Replaces all weekly working windows of a staff member. An inactive one is kept but not worked, so it may overlap.
 *
 * @throws Problem invalid-request when active windows overlap, not-found, precondition-failed, conflict listing the
 *   appointments outside all of them
 */
export async function replaceWindows(
  tx: Tx,
  key: EditKey,
  windows: readonly (WeekWindow & Partial<StaffWindow>)[],
): Promise<StaffMember> {
  const rows = windows.map((one) => ({ ...toMinutes(one), active: one.active ?? true }));
  assertApart(rows, "/windows");
  const write = async () => {
    const owner = { business_id: key.businessId, staff_id: key.id };
    await replaceRows(tx, "staff_windows", owner, rows.map(withId));
  };
  return edit(tx, staff, key, "windowsReplaced", write, () => ({ unitIds: [key.id] }));
}

/**
 * Replaces all weekly breaks of a staff member.
 *
 * @throws Problem invalid-request when breaks overlap, not-found, precondition-failed, conflict listing the
 *   appointments that they overlap
 */
export async function replaceBreaks(
  tx: Tx,
  key: EditKey,
  breaks: readonly WeekWindow[],
): Promise<StaffMember> {
  const rows = breaks.map(toMinutes);
  assertApart(rows, "/breaks");
  const write = async () => {
    const owner = { business_id: key.businessId, staff_id: key.id };
    await replaceRows(tx, "staff_breaks", owner, rows.map(withId));
  };
  return edit(tx, staff, key, "breaksReplaced", write, () => ({ unitIds: [key.id] }));
}

function withId<Row>(row: Row): Row & { id: string } {
  return { ...row, id: newId() };
}
