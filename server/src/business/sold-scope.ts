import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";

/** The scope of an edit: everything sold of these units and room types, or the part of it that is named. */
export interface SoldScope {
  unitIds?: readonly string[];
  roomTypeIds?: readonly string[];
  /** Only what was sold at this location. */
  locationId?: string;
  /** Only what was sold of this offering. */
  offeringId?: string;
  /** Only what overlaps these instants. */
  span?: { start: string; end: string };
  /** Only what includes one of these nights. */
  nights?: readonly string[];
}

/** The part of what is sold that a change of a row may break, if any. */
export type MayBreak<View> = (
  before: View,
) => Promise<SoldScope | undefined> | SoldScope | undefined;

/**
 * Waits for claims being written on it and ends expired holds: what blocks afterwards is sold, and nothing more is
 * sold until the transaction ends. Lock the edited row first.
 */
export async function lockSold(tx: Tx, businessId: string, scope: SoldScope): Promise<void> {
  const { unitIds = [], roomTypeIds = [] } = scope;
  await sql`
    select lock_sold(${businessId}, ${unitIds}::uuid[], ${roomTypeIds}::uuid[])`.execute(tx);
}

/** Everything of a business except its trips: for edits that affect a whole location. */
export async function allOf(tx: Tx, businessId: string): Promise<SoldScope> {
  const { rows } = await sql<{ unitIds: string[]; roomTypeIds: string[] }>`
    select
      array(select u.id::text from units u where u.business_id = ${businessId} and u.kind <> 'trip') as "unitIds",
      array(select r.id::text from room_types r where r.business_id = ${businessId}) as "roomTypeIds"`.execute(
    tx,
  );
  return rows[0]!;
}
