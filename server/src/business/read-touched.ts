import { sql, type RawBuilder } from "kysely";
import type { Text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";
import { localInstant } from "./local-instant.ts";
import type { SoldScope } from "./sold-scope.ts";
import { TOUCHED_MAX } from "../base/limits.ts";
import type { Touched, TouchedBooking } from "./touched-bookings.ts";

/** One rule that one sold item breaks, on one unit; as a key for comparison. */
export type Misfit = { key: string; reason: string };

/** What in the scope conflicts with the catalogue as it is now. */
export async function readMisfits(tx: Tx, businessId: string, scope: SoldScope): Promise<Misfit[]> {
  const { rows } = await sql<Misfit>`
    select ${misfitKey} as key, reason
    from ${soldItems(businessId, scope, true)} s, unnest(s.reasons) reason`.execute(tx);
  return rows;
}

/** The same as bookings to report, except what was known before. */
export function readBroken(
  tx: Tx,
  businessId: string,
  scope: SoldScope,
  known: readonly string[],
): Promise<Touched> {
  const isNew = sql`not exists (select from unnest(${known}::text[]) k where k = ${misfitKey})`;
  return readTouched(tx, businessId, scope, {
    isJudged: true,
    reasons: sql`s.reasons`,
    condition: isNew,
  });
}

/** Everything in the scope that stands, whether or not it fits the catalogue. */
export function readStanding(
  tx: Tx,
  businessId: string,
  scope: SoldScope,
  reason: string,
): Promise<Touched> {
  return readTouched(tx, businessId, scope, {
    isJudged: false,
    reasons: sql`array[${reason}]`,
    condition: sql`true`,
  });
}

const misfitKey = sql`concat_ws(' ', s.item_id, s.unit_id, reason)`;

/** Sold items that are not over, one row per unit; with the rules they break if requested. */
function soldItems(businessId: string, scope: SoldScope, isJudged: boolean): RawBuilder<unknown> {
  const { unitIds = [], roomTypeIds = [], locationId, offeringId, span, nights } = scope;
  return sql`sold_items(${businessId}, ${unitIds}::uuid[], ${roomTypeIds}::uuid[], ${locationId ?? null},
    ${offeringId ?? null}, tstzrange(${span?.start ?? null}, ${span?.end ?? null}), ${nights ?? null}::date[], ${isJudged})`;
}

type TouchedRow = Omit<TouchedBooking, "unit"> & {
  zone: string;
  unit: { ar: string | null; en: string | null };
  bookings: number;
};

async function readTouched(
  tx: Tx,
  businessId: string,
  scope: SoldScope,
  {
    isJudged,
    reasons,
    condition,
  }: { isJudged: boolean; reasons: RawBuilder<unknown>; condition: RawBuilder<unknown> },
): Promise<Touched> {
  const { rows } = await sql<TouchedRow>`
    with touched as (
      select s.booking_id, s.item_id, s.kind, s.starts_at, s.ends_at, s.details, s.reference, s.customer_name,
        s.location_id, array_agg(distinct s.unit_id) as units, array_agg(distinct reason) as reasons
      from ${soldItems(businessId, scope, isJudged)} s, unnest(${reasons}) reason where ${condition}
      group by s.booking_id, s.item_id, s.kind, s.starts_at, s.ends_at, s.details, s.reference, s.customer_name,
        s.location_id)
    select t.booking_id as id, t.reference, t.item_id as "itemId", t.kind, t.starts_at as start, t.ends_at as end,
      t.customer_name as "customerName", t.reasons,
      coalesce(t.details->>'timezone', l.timezone, 'UTC') as zone,
      (select json_build_object('ar', string_agg(n.ar, '، ' order by n.en), 'en', string_agg(n.en, ', ' order by n.en)) from (
        select name_ar as ar, name_en as en from staff where business_id = ${businessId} and id = any (t.units)
        union all
        select label, label from rental_units where business_id = ${businessId} and id = any (t.units)) n) as unit,
      (select count(distinct booking_id)::int from touched) as bookings
    from touched t left join locations l on l.business_id = ${businessId} and l.id = t.location_id
    order by t.starts_at, t.item_id limit ${TOUCHED_MAX}`.execute(tx);
  const told = new Set(rows.map((row) => row.id)).size;
  return { bookings: rows.map(viewTouched), more: (rows[0]?.bookings ?? 0) - told };
}

function viewTouched({ zone, unit, bookings: _, ...row }: TouchedRow): TouchedBooking {
  return {
    ...row,
    start: localInstant(row.start, zone),
    end: localInstant(row.end, zone),
    unit: unit.en === null ? null : (unit as Text),
  };
}
