import { sql } from "kysely";
import { expect } from "vitest";
import { blocks } from "../../src/booking/booking.ts";
import type { Answer } from "../harness/caller.ts";
import { ownedBy, type Booking } from "./booking.ts";
import type { Books } from "./books.ts";
import { shopNames } from "./shops.ts";
import type { World } from "./world.ts";

/** Fails when the API or the tables differ from the model. */
export async function compare(books: Books, world: World): Promise<void> {
  const [seen, owned, tables] = await Promise.all([
    readByCustomers(world),
    readByDesks(world),
    readTables(world),
  ]);
  const of = (which: (one: Booking) => boolean) =>
    books.bookings.filter(which).map(brief).toSorted();
  expect(seen, "what customers read").toEqual(
    world.customers.map((_, number) => of((one) => one.owner === number)),
  );
  expect(owned, "what the desks read").toEqual(
    shopNames.map((name) => of((one) => one.shop === name)),
  );
  const blocking = books.bookings.filter((one) => blocks(one.status));
  expect(tables.claims, "claims that count").toEqual(blocking.flatMap(claimLines).toSorted());
  expect(tables.nights, "nights that count").toEqual(blocking.flatMap(nightLines).toSorted());
  expect(tables.miscounted, "nights whose count is not the sum of their claims").toEqual([]);
}

function brief(one: Booking): string {
  const expires = one.status === "reserved" ? ` until ${instant(one.expiresAt!)}` : "";
  const when = `${instant(one.begins)} to ${instant(one.ends)}`;
  return `${one.id} ${one.status}${expires}, ${when}, ${one.totalMinor}, ${one.dueMinor} first, ${one.keptMinor} kept`;
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function claimLines(booking: Booking): string[] {
  return ownedBy(booking).flatMap((item) =>
    item.claims.map(({ unit, seat, from, until }) =>
      (seat > 0
        ? [booking.id, unit, seat, from, until]
        : [booking.id, unit, seat, instant(from), instant(until)]
      ).join(" "),
    ),
  );
}

/** The rooms of one booking for each night, over all its items. */
function nightLines(booking: Booking): string[] {
  const nights = Map.groupBy(
    ownedBy(booking).flatMap((item) => item.nights),
    (one) => one.night,
  );
  return [...nights].map(
    ([night, all]) => `${booking.id} ${night} ${all.reduce((sum, one) => sum + one.rooms, 0)}`,
  );
}

type Seen = Record<"id" | "status" | "expiresAt" | "start" | "end", string> &
  Record<"total" | "due" | "fees", { amount: number }>;

function briefly(answer: Answer): string[] {
  expect(answer.status).toBe(200);
  expect(answer.body.nextCursor).toBeNull();
  return (answer.body.items as Seen[])
    .map(({ id, status, expiresAt, start, end, total, due, fees }) => {
      const expires = status === "reserved" ? ` until ${expiresAt}` : "";
      return `${id} ${status}${expires}, ${start} to ${end}, ${total.amount}, ${due.amount} first, ${fees.amount} kept`;
    })
    .toSorted();
}

async function readByCustomers({ customers }: World): Promise<string[][]> {
  return Promise.all(
    customers.map(async (one) => briefly(await one.get("/v1/bookings?limit=100"))),
  );
}

async function readByDesks({ desks, shops }: World): Promise<string[][]> {
  return Promise.all(
    shopNames.map(async (name) => {
      const { businessId } = shops[name];
      const path = `/v1/manage/businesses/${businessId}/bookings?limit=100`;
      return briefly(await desks[name].get(path));
    }),
  );
}

/** The unexpired rows of the tables, read as the database owner. */
async function readTables({ app, shops }: World) {
  const ids = shopNames.map((name) => shops[name].businessId);
  const now = instant(app.clock.now());
  const utc = (column: string) =>
    sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const { rows } = await sql<{ claims: string[]; nights: string[]; miscounted: string[] }>`
    select array(
      select case when seat_no > 0 then concat_ws(' ', booking_id, unit_id, seat_no, from_position, to_position)
        else concat_ws(' ', booking_id, unit_id, seat_no, ${utc("starts_at")}, ${utc("ends_at")}) end
      from claims where business_id = any(${ids}::uuid[]) and blocking
        and (expires_at is null or expires_at > ${now})) as claims,
    array(
      select concat_ws(' ', booking_id, bucket, sum(quantity))
      from pool_claims where business_id = any(${ids}::uuid[]) and blocking
        and (expires_at is null or expires_at > ${now})
      group by booking_id, bucket) as nights,
    array(
      select concat_ws(' ', b.bucket, b.taken, b.capacity) from pool_buckets b
      where b.business_id = any(${ids}::uuid[]) and b.taken <> (
        select coalesce(sum(c.quantity), 0) from pool_claims c
        where c.business_id = b.business_id and c.pool_id = b.pool_id and c.bucket = b.bucket and c.blocking)
    ) as miscounted
  `.execute(app.owner);
  const { claims, nights, miscounted } = rows[0]!;
  return { claims: claims.toSorted(), nights: nights.toSorted(), miscounted };
}
