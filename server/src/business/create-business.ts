import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import { invalidAt } from "../base/problem.ts";
import type { Text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";
import { getBusiness, type Business, type BusinessKind } from "./businesses.ts";
import { isId, slugOf } from "./slug.ts";

export type BusinessInput = {
  kind: BusinessKind;
  name: Text;
  description?: Text;
  city?: Text;
  /** ISO 4217; default SAR. */
  currency?: string;
  /** Absent: derived from the English name and the end of the id. */
  slug?: string;
};

/**
 * Creates a business in status draft, with its owner as first member.
 *
 * @param key.ownerId absent for imports: then only the platform manages it
 * @param input.source its origin, for imports; default "manual"
 * @throws Problem invalid-request for an unknown currency or a slug that looks like an id, conflict for a taken slug
 */
export async function createBusiness(
  tx: Tx,
  key: { id: string; ownerId?: string },
  input: BusinessInput & { source?: string },
): Promise<Business> {
  assertCurrency(input.currency);
  assertSlug(input.slug);
  const row = {
    id: key.id,
    // The end of the id separates businesses of the same name: we cannot see the others' names here.
    slug: input.slug ?? [slugOf(input.name.en), key.id.slice(-6)].filter(Boolean).join("-"),
    kind: input.kind,
    nameAr: input.name.ar,
    nameEn: input.name.en,
    descriptionAr: input.description?.ar,
    descriptionEn: input.description?.en,
    cityAr: input.city?.ar,
    cityEn: input.city?.en,
    currency: input.currency,
    source: input.source,
  };
  await sql`select create_business(${JSON.stringify(row)}::jsonb, ${key.ownerId ?? null}::uuid)`.execute(
    tx,
  );
  // From here on the person acts as a member, as in every later request: only a member can write the audit trail.
  await sql`select set_config('app.scope', 'member', true), set_config('app.business_id', ${key.id}, true)
    where app_scope() <> 'platform'`.execute(tx);
  if (key.ownerId !== undefined) await nameFounder(tx, { businessId: key.id, userId: key.ownerId });
  const after = await getBusiness(tx, key.id);
  await noteAction(tx, {
    businessId: key.id,
    action: "business.created",
    subjectKind: "business",
    subjectId: key.id,
    after,
  });
  return after;
}

/**
 * The creator of a business shows their own name in it, if they gave one; other members have the name the business
 * gave them.
 */
async function nameFounder(tx: Tx, { businessId, userId }: { businessId: string; userId: string }) {
  await sql`
    update members m set name = u.name from users u
    where m.business_id = ${businessId} and m.user_id = ${userId} and u.id = m.user_id and u.name <> ''
  `.execute(tx);
}

/** @throws Problem invalid-request at /currency */
export function assertCurrency(currency: string | undefined): void {
  if (currency === undefined || Intl.supportedValuesOf("currency").includes(currency)) return;
  throw invalidAt(
    "/currency",
    "استخدم رمز عملة من ISO 4217 مثل SAR.",
    "Use an ISO 4217 currency such as SAR.",
  );
}

/** @throws Problem invalid-request at /slug for one that looks like an id: it could never be found */
export function assertSlug(slug: string | undefined): void {
  if (slug === undefined || !isId(slug)) return;
  throw invalidAt(
    "/slug",
    "اختر عنوانًا لا يشبه المعرفات.",
    "Choose a slug that does not look like an id.",
  );
}
