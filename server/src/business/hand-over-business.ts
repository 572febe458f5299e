import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import { conflict, invalidAt } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { findUserByPhone } from "../identity/users.ts";
import { lockBusiness } from "./edit-business.ts";
import { getMember, type Member } from "./members.ts";

/**
 * Gives a business without an owner (an imported operator) its first owner. Needs the platform's rights. The person
 * must have signed in before: a mistyped number would give the business to a stranger, or to nobody.
 *
 * @param to.phone E.164
 * @throws Problem not-found, invalid-request when nobody has the number, conflict when the business has an owner
 */
export async function handOverBusiness(
  tx: Tx,
  businessId: string,
  to: { phone: string; name?: string | null },
): Promise<Member> {
  await lockBusiness(tx, { id: businessId });
  const owned = await tx
    .selectFrom("members")
    .select("user_id")
    .where("business_id", "=", businessId)
    .where("role", "=", "owner")
    .limit(1)
    .executeTakeFirst();
  if (owned) {
    throw conflict(
      "للمنشأة مالك بالفعل؛ يستطيع إضافة مالك آخر من أعضاء المنشأة.",
      "This business already has an owner, who can add other members.",
    );
  }
  const person = await findUserByPhone(tx, to.phone);
  if (!person) {
    throw invalidAt(
      "/phone",
      "لم يسجّل أحد الدخول بهذا الرقم؛ تأكد منه، أو اطلب من المالك تسجيل الدخول مرة واحدة.",
      "No one has signed in with this number; check it, or ask the owner to sign in once.",
    );
  }
  const row = {
    business_id: businessId,
    user_id: person.id,
    role: "owner",
    name: to.name,
  } as const;
  await tx
    .insertInto("members")
    .values(row)
    .onConflict((on) =>
      on
        .columns(["business_id", "user_id"])
        .doUpdateSet({ role: "owner", updated_at: sql`app_now()` }),
    )
    .execute();
  const after = await getMember(tx, businessId, person.id);
  await noteAction(tx, {
    businessId,
    action: "business.handed-over",
    subjectKind: "business",
    subjectId: businessId,
    after,
  });
  return after;
}
