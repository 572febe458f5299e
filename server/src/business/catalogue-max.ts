import { sql } from "kysely";
import { conflict } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";

/**
 * How many rows of each kind a business may create. An answer that lists them inside something else (the services of a
 * staff member, the units of a rental) is bounded by this. Far more than any business seen so far; timetables come from
 * feeds, which are bounded by their operator.
 */
export const catalogueMax = {
  locations: 500,
  staff: 500,
  rental_units: 1_000,
  offerings: 1_000,
  vehicles: 2_000,
  stops: 20_000,
  calendars: 5_000,
  journeys: 20_000,
  trips: 1_000_000,
} as const;

/**
 * Locks the business until the transaction ends, so that two at once cannot step over the limit.
 *
 * @throws Problem conflict when the business has as many as it may have
 */
export async function assertRoomFor(
  tx: Tx,
  table: keyof typeof catalogueMax,
  businessId: string,
): Promise<void> {
  await sql`select from businesses where id = ${businessId} for no key update`.execute(tx);
  const max = catalogueMax[table];
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from ${sql.table(table)} where business_id = ${businessId} limit ${max}) found`.execute(
    tx,
  );
  if (rows[0]!.count < max) return;
  throw conflict(
    `وصلت المنشأة إلى الحد الأقصى ${max} من هذا النوع؛ احذف ما لا تستخدمه أولًا.`,
    `The business has ${max} of these, the maximum; remove unused ones first.`,
  );
}
