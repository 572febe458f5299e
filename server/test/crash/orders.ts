import { sql } from "kysely";
import type { Db } from "../../src/db/connection.ts";
import { makeHotel, makeSalon } from "../harness/businesses.ts";
import { makeCrowd } from "../harness/crowd.ts";
import { at, dayLater } from "../races/days.ts";

/** An order that can be resent with the same customer, key and body. */
export interface Order {
  key: string;
  token: string;
  items: readonly unknown[];
}

const CUSTOMERS = 16;
const HALF_HOURS = 48;
const CHAIRS = 4;

/**
 * Endless orders, each for a half hour at a salon and a night in a hotel that nobody else wants: two bookings of two
 * businesses, so that every order can succeed and half an order would show.
 */
export async function makeOrders(place: { db: Db; owner: Db }): Promise<(n: number) => Order> {
  const { serviceId, staffIds } = await makeSalon(place.db, { staff: CHAIRS });
  const { roomTypeId } = await makeHotel(place.db, { rooms: 10_000 });
  const tokens = await makeCrowd(place.owner, CUSTOMERS);
  const night = { checkIn: dayLater(1), checkOut: dayLater(2) };
  return (n) => {
    const half = Math.floor(n / CHAIRS) % HALF_HOURS;
    const time = `${String(Math.floor(half / 2)).padStart(2, "0")}:${half % 2 === 0 ? "00" : "30"}`;
    const start = at(time, Math.floor(n / (CHAIRS * HALF_HOURS)));
    return {
      key: `order-${n}`,
      token: tokens[n % CUSTOMERS]!,
      items: [
        { kind: "appointment", serviceId, staffId: staffIds[n % CHAIRS], start },
        { kind: "stay", roomTypeId, ...night, rooms: 1, guests: 2 },
      ],
    };
  };
}

/** Counts the orders and bookings in the database. */
export async function countOrdered(owner: Db): Promise<{ orders: number; bookings: number }> {
  const { rows } = await sql<{ orders: number; bookings: number }>`
    select (select count(*)::int from orders) as orders,
      (select count(*)::int from bookings where status = 'confirmed') as bookings`.execute(owner);
  return rows[0]!;
}
