import type { Selectable } from "kysely";
import { notFound } from "../base/problem.ts";
import type { Page } from "../base/page.ts";
import { text, type Text } from "../base/text.ts";
import type { Role } from "../base/actor.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { BusinessesTable } from "../db/types.generated.ts";
import { listPage } from "./editable.ts";

export const businessKinds = ["salon", "venue", "bus", "hotel"] as const;
export type BusinessKind = (typeof businessKinds)[number];

export const businessStatuses = [
  "draft",
  "submitted",
  "approved",
  "rejected",
  "suspended",
] as const;
export type BusinessStatus = (typeof businessStatuses)[number];

/** Whether it is public and bookable; business_is_public() does the same in SQL. */
export const isPublic = {
  draft: false,
  submitted: false,
  approved: true,
  rejected: false,
  suspended: false,
} satisfies Record<BusinessStatus, boolean>;

/** The public view. Only approved businesses have it: the database hides all others. */
export type PublishedBusiness = {
  id: string;
  slug: string;
  kind: BusinessKind;
  name: Text;
  description: Text;
  city: Text;
  currency: string;
};

/** The view for its own people and the platform. */
export type Business = PublishedBusiness & {
  status: BusinessStatus;
  submittedAt: string | null;
  approvedAt: string | null;
  rejectedAt: string | null;
  suspendedAt: string | null;
  decidedBy: string | null;
  decisionReason: string | null;
  /** How long after its end a visit can still be marked as a no-show; then it is completed. */
  completionGraceMinutes: number;
  source: string;
  createdAt: string;
  updatedAt: string;
  version: number;
};

/** @throws Problem not-found when it does not exist or the caller may not see it */
export async function getBusiness(db: Db | Tx, id: string): Promise<Business> {
  const row = await db.selectFrom("businesses").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw notFound("business");
  return viewBusiness(row);
}

/** The businesses of which a person is a member, with the role. */
export async function listBusinessesOf(
  db: Db,
  userId: string,
  asked: { limit?: number; cursor?: string },
): Promise<Page<Business & { role: Role }>> {
  return listPage(asked, async ({ after, limit }) => {
    let query = db
      .selectFrom("businesses")
      .innerJoin("members", "members.business_id", "businesses.id")
      .selectAll("businesses")
      .select("members.role")
      .where("members.user_id", "=", userId)
      .orderBy("businesses.id")
      .limit(limit);
    if (after !== undefined) query = query.where("businesses.id", ">", after);
    const rows = await query.execute();
    return rows.map((row) => ({ ...viewBusiness(row), role: row.role }));
  });
}

/** All businesses, for the platform; the database shows everybody else only their own. */
export async function listAllBusinesses(
  db: Db,
  asked: { status?: BusinessStatus; kind?: BusinessKind; limit?: number; cursor?: string },
): Promise<Page<Business>> {
  return listPage(asked, async ({ after, limit }) => {
    let query = db.selectFrom("businesses").selectAll().orderBy("id").limit(limit);
    if (asked.status) query = query.where("status", "=", asked.status);
    if (asked.kind) query = query.where("kind", "=", asked.kind);
    if (after !== undefined) query = query.where("id", ">", after);
    return (await query.execute()).map(viewBusiness);
  });
}

function viewBusiness(row: Selectable<BusinessesTable>): Business {
  return {
    id: row.id,
    slug: row.slug,
    kind: row.kind,
    name: text(row.name_ar, row.name_en),
    description: text(row.description_ar, row.description_en),
    city: text(row.city_ar, row.city_en),
    currency: row.currency,
    status: row.status,
    submittedAt: row.submitted_at,
    approvedAt: row.approved_at,
    rejectedAt: row.rejected_at,
    suspendedAt: row.suspended_at,
    decidedBy: row.decided_by,
    decisionReason: row.decision_reason,
    completionGraceMinutes: row.completion_grace_minutes,
    source: row.source,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}
