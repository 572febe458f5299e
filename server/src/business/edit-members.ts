import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import type { Role } from "../base/actor.ts";
import { conflict, notFound, preconditionFailed } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { lockBusiness } from "./edit-business.ts";
import { getMember, type Member } from "./members.ts";

export type MemberKey = { businessId: string; userId: string; version?: number };

export type MemberInput = {
  role: Role;
  /** The business's name for them. */
  name?: string | null;
};

/**
 * @throws Problem conflict when the person is a member already, invalid-request when there is no such person
 */
export async function addMember(
  tx: Tx,
  { businessId, userId }: MemberKey,
  { role, name }: MemberInput,
): Promise<Member> {
  await tx
    .insertInto("members")
    .values({ business_id: businessId, user_id: userId, role, name })
    .execute();
  const after = await getMember(tx, businessId, userId);
  await note(tx, businessId, userId, "added", { after });
  return after;
}

/**
 * Returns the person with this number, created without a name if nobody has signed in with it yet: the name is theirs
 * to give.
 *
 * @param phone E.164
 * @param newId the id for a new person
 */
export async function personOfPhone(tx: Tx, phone: string, newId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select person_of_phone(${phone}, ${newId}::uuid) as id
  `.execute(tx);
  return rows[0]?.id ?? newId;
}

/** @throws Problem not-found, precondition-failed, conflict when it would leave no owner */
export async function changeMember(
  tx: Tx,
  key: MemberKey,
  { role, name }: Partial<MemberInput>,
): Promise<Member> {
  const before = await lockMember(tx, key);
  if (role !== undefined && role !== "owner") await assertOwnerLeft(tx, key);
  await tx
    .updateTable("members")
    .set({ role, name, updated_at: sql`app_now()` })
    .where("business_id", "=", key.businessId)
    .where("user_id", "=", key.userId)
    .execute();
  const after = await getMember(tx, key.businessId, key.userId);
  await note(tx, key.businessId, key.userId, "changed", { before, after });
  return after;
}

/** @throws Problem not-found, precondition-failed, conflict when it would leave no owner */
export async function removeMember(tx: Tx, key: MemberKey): Promise<void> {
  const before = await lockMember(tx, key);
  await assertOwnerLeft(tx, key);
  await tx
    .deleteFrom("members")
    .where("business_id", "=", key.businessId)
    .where("user_id", "=", key.userId)
    .execute();
  await note(tx, key.businessId, key.userId, "removed", { before });
}

/** Locks the business first, so that two owners who remove each other take turns. */
async function lockMember(tx: Tx, { businessId, userId, version }: MemberKey): Promise<Member> {
  await lockBusiness(tx, { id: businessId });
  const member = await getMember(tx, businessId, userId);
  if (version !== undefined && version !== member.version) throw preconditionFailed();
  return member;
}

async function assertOwnerLeft(tx: Tx, { businessId, userId }: MemberKey): Promise<void> {
  const owners = await tx
    .selectFrom("members")
    .select("user_id")
    .where("business_id", "=", businessId)
    .where("role", "=", "owner")
    .limit(2)
    .execute();
  if (owners.length === 0) throw notFound("member");
  if (owners.length > 1 || owners[0]?.user_id !== userId) return;
  throw conflict(
    "هذا آخر مالك للمنشأة؛ عيّن مالكًا آخر أولًا.",
    "This is the last owner; make another member an owner first.",
  );
}

function note(
  tx: Tx,
  businessId: string,
  userId: string,
  verb: string,
  change: { before?: Member; after?: Member },
) {
  return noteAction(tx, {
    businessId,
    action: `member.${verb}`,
    subjectKind: "member",
    subjectId: userId,
    ...change,
  });
}
