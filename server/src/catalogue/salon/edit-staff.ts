import { invalidAt } from "../../base/problem.ts";
import type { Text } from "../../base/text.ts";
import { create, edit, remove, type EditKey, type Key } from "../../business/editable.ts";
import { assertOwn } from "../../business/own-rows.ts";
import { textColumns } from "../../business/text-columns.ts";
import type { Tx } from "../../db/connection.ts";
import { staff, type StaffMember } from "./staff.ts";

export type StaffInput = {
  locationId: string;
  name: Text;
  /** The member of the business whose calendar this is. */
  userId?: string | null;
  active?: boolean;
};

/** @throws Problem invalid-request for a location of another business, or a person who is not a member */
export async function createStaff(tx: Tx, key: Key, input: StaffInput): Promise<StaffMember> {
  await assertPlaceAndPerson(tx, key.businessId, input);
  const own = { business_id: key.businessId, id: key.id };
  return create(tx, staff, key, async () => {
    await tx
      .insertInto("units")
      .values({ ...own, kind: "staff" })
      .execute();
    await tx
      .insertInto("staff")
      .values({
        ...own,
        location_id: input.locationId,
        user_id: input.userId,
        ...textColumns("name", input.name),
        active: input.active,
      })
      .execute();
  });
}

/**
 * A staff member who stops working or changes location may have upcoming appointments.
 *
 * @throws Problem not-found, precondition-failed, conflict listing appointments, and as createStaff
 */
export async function changeStaff(
  tx: Tx,
  key: EditKey,
  change: Partial<StaffInput>,
): Promise<StaffMember> {
  const write = async () => {
    await assertPlaceAndPerson(tx, key.businessId, change);
    return {
      location_id: change.locationId,
      user_id: change.userId,
      ...textColumns("name", change.name),
      active: change.active,
    };
  };
  return edit(tx, staff, key, "changed", write, (before) =>
    change.active === false || (change.locationId ?? before.locationId) !== before.locationId
      ? { unitIds: [key.id] }
      : undefined,
  );
}

/** @throws Problem not-found, precondition-failed, conflict when they were ever booked */
export async function removeStaff(tx: Tx, key: EditKey): Promise<void> {
  await remove(tx, staff, key, { unit: true, sold: { unitIds: [key.id] } });
}

async function assertPlaceAndPerson(
  tx: Tx,
  businessId: string,
  { locationId, userId }: Partial<StaffInput>,
): Promise<void> {
  if (locationId !== undefined) {
    await assertOwn(tx, businessId, "locations", [{ pointer: "/locationId", id: locationId }]);
  }
  if (userId == null) return;
  const member = await tx
    .selectFrom("members")
    .select("role")
    .where("business_id", "=", businessId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  if (member) return;
  throw invalidAt(
    "/userId",
    "أضف هذا الشخص عضوًا في المنشأة أولًا.",
    "Add this person as a member of the business first.",
  );
}
