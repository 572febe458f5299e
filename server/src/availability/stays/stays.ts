import { sql } from "kysely";
import { decodeCursor, encodeCursor, type Page } from "../../base/page.ts";
import { invalid } from "../../base/problem.ts";
import { addDays, instantText } from "../../base/time.ts";
import type { Db } from "../../db/connection.ts";
import { mistakes } from "./plan-stay.ts";
import { type Property, wishOf } from "./stay.ts";
import { offerStay, type StayOffer } from "./stay-offers.ts";

interface Found {
  usualPrice: number;
  roomTypeId: string;
  property: Property;
}

/**
 * Properties of approved businesses that can be booked as requested. One query. Pages are ordered by the usual price
 * of a property's cheapest free room; within a page the lowest total comes first. A page may hold fewer than `size`
 * when a rule refuses a property.
 *
 * @param asked.city words of the property's city, or else its business's; omitted: anywhere
 * @param now epoch milliseconds
 * @throws Problem invalid-request for impossible dates or a broken cursor
 */
export async function listStays(
  db: Db,
  asked: {
    city?: string;
    checkIn: string;
    checkOut: string;
    guests: number;
    rooms: number;
    size: number;
    cursor?: string;
  },
  now: number,
): Promise<Page<StayOffer>> {
  const wish = wishOf(asked);
  const errors = mistakes(wish).map((one) => ({ ...one, pointer: `/query${one.pointer}` }));
  if (errors.length > 0) throw invalid(errors);
  const found = await findProperties(db, asked, now);
  const shown = found.slice(0, asked.size);
  const items = shown
    .flatMap(({ property }) => offerStay(property, wish, now) ?? [])
    .toSorted((a, b) => a.minPrice.amount - b.minPrice.amount);
  const last = shown.at(-1);
  const more = last !== undefined && found.length > asked.size;
  return { items, nextCursor: more ? encodeCursor([last.usualPrice, last.roomTypeId]) : null };
}

async function findProperties(
  db: Db,
  asked: Parameters<typeof listStays>[1],
  now: number,
): Promise<Found[]> {
  const [afterPrice, afterType] =
    asked.cursor === undefined ? [null, null] : decodeCursor(asked.cursor, ["integer", "id"]);
  const { rows } = await sql<{ found: Found[] }>`
    select found_stays(${asked.city ?? null}, ${asked.checkIn}::date, ${addDays(asked.checkOut, -1)}::date,
      ${asked.rooms}, ${asked.guests}, ${instantText(now)}::timestamptz,
      ${afterPrice}::bigint, ${afterType}::uuid, ${asked.size + 1}) as found`.execute(db);
  return rows[0]?.found ?? [];
}
