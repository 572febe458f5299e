import { sql } from "kysely";
import { decodeCursor, encodeCursor, type Page } from "../../base/page.ts";
import { invalid } from "../../base/problem.ts";
import { addDays, instantText } from "../../base/time.ts";
import type { Db } from "../../db/connection.ts";
import type { AskedAt, SharedRead } from "../../db/shared-read.ts";
import { mistakes } from "./plan-stay.ts";
import { type Property, wishOf } from "./stay.ts";
import { offerStay, type StayOffer } from "./stay-offers.ts";

interface Found {
  usualPrice: number;
  roomTypeId: string;
  property: Property;
}

export interface StaysAsked {
  /** Words of the property's city, or else its business's; omitted: anywhere. */
  city?: string;
  /** YYYY-MM-DD */
  checkIn: string;
  checkOut: string;
  guests: number;
  rooms: number;
  size: number;
  cursor?: string;
}

/**
 * Properties of approved businesses that can be booked as requested. One query. Pages are ordered by the usual price
 * of a property's cheapest free room; within a page the lowest total comes first. A page may hold fewer than `size`
 * when a rule refuses a property.
 *
 * @throws Problem invalid-request for impossible dates or a broken cursor
 */
export const staySearch: SharedRead<StaysAsked, Found[], Page<StayOffer>> = {
  station: "stays",
  keyOf: ({ city, checkIn, checkOut, guests, rooms, size, cursor }) =>
    JSON.stringify([city, checkIn, checkOut, guests, rooms, size, cursor]),
  groupOf: ({ city = "" }) => city,
  check(asked) {
    const errors = mistakes(wishOf(asked)).map((one) => ({
      ...one,
      pointer: `/query${one.pointer}`,
    }));
    if (errors.length > 0) throw invalid(errors);
    readCursor(asked);
  },
  read: findProperties,
  answer(found, asked) {
    const wish = wishOf(asked);
    const shown = found.slice(0, asked.size);
    const items = shown
      .flatMap(({ property }) => offerStay(property, wish, asked.now) ?? [])
      .toSorted((a, b) => a.minPrice.amount - b.minPrice.amount);
    const last = shown.at(-1);
    const more = last !== undefined && found.length > asked.size;
    return { items, nextCursor: more ? encodeCursor([last.usualPrice, last.roomTypeId]) : null };
  },
};

function readCursor({
  cursor,
}: StaysAsked): readonly [price: number | null, roomTypeId: string | null] {
  return cursor === undefined ? [null, null] : decodeCursor(cursor, ["integer", "id"]);
}

async function findProperties(db: Db, asked: readonly AskedAt<StaysAsked>[]): Promise<Found[][]> {
  const after = asked.map(readCursor);
  const { rows } = await sql<{ found: Found[] }>`
    select found_stays(q.city, q.first_night, q.last_night, q.rooms, q.guests, q.at, q.price, q.id, q.most) as found
    from unnest(${asked.map(({ city }) => city ?? null)}::text[], ${asked.map(({ checkIn }) => checkIn)}::date[],
      ${asked.map(({ checkOut }) => addDays(checkOut, -1))}::date[], ${asked.map(({ rooms }) => rooms)}::int[],
      ${asked.map(({ guests }) => guests)}::int[], ${asked.map(({ now }) => instantText(now))}::timestamptz[],
      ${after.map(([price]) => price)}::bigint[], ${after.map(([, id]) => id)}::uuid[],
      ${asked.map(({ size }) => size + 1)}::int[])
      with ordinality q (city, first_night, last_night, rooms, guests, at, price, id, most, n)
    order by q.n`.execute(db);
  return rows.map(({ found }) => found);
}
