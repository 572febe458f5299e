import fc from "fast-check";
import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { addDays } from "../../src/base/time.ts";
import { grains, place } from "../availability/arbitrary-calendars.ts";
import { makeHotel, type Hotel } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { expectBooked, expectRefused, expectTriedEnough, settings } from "./probe.ts";
import { setReach } from "./schedules.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, owner, clock } = app;

let customer: Caller;
let rival: Caller;

beforeAll(async () => {
  customer = app.as((await makePerson(db)).token);
  rival = app.as((await makePerson(db)).token);
});

const rate = fc.record({
  day: fc.integer({ min: -2, max: 6 }),
  price: fc.option(fc.nat(90_000)),
  closed: fc.nat(4).map((n) => n === 0),
  minNights: fc.option(fc.integer({ min: 1, max: 3 })),
});

const roomType = fc.record({
  rooms: fc.integer({ min: 1, max: 4 }),
  occupancy: fc.integer({ min: 1, max: 3 }),
  minNights: fc.constantFrom(1, 1, 2),
  price: fc.integer({ min: 100, max: 90_000 }),
  rates: fc.uniqueArray(rate, { maxLength: 5, selector: (one) => one.day }),
});

const wish = fc.record({
  checkIn: fc.integer({ min: -2, max: 5 }),
  nights: fc.integer({ min: 1, max: 4 }),
  rooms: fc.integer({ min: 1, max: 3 }),
  guests: fc.integer({ min: 1, max: 5 }),
});
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

const world = fc.record({
  where: place,
  types: fc.array(roomType, { minLength: 1, maxLength: 3 }),
  leadMinutes: fc.oneof(fc.constant(0), grains(0, 300)),
  horizonDays: fc.integer({ min: 1, max: 5 }),
  checkInMinute: grains(0, 143),
  checkOutMinute: grains(0, 143),
  rivals: fc.array(fc.tuple(wish, fc.nat(2)), { maxLength: 4 }),
  wishes: fc.array(wish, { minLength: 5, maxLength: 5 }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

interface Property extends Hotel {
  city: string;
  typeIds: string[];
}

/** Creates a room type from `type`, or changes the one that the hotel was created with. */
async function writeRoomType(
  businessId: string,
  id: string,
  type: World["types"][number],
  isNew: boolean,
) {
  const { rooms, occupancy, minNights, price } = type;
  // An upsert would insert the pool again that an existing room type already has.
  await (
    isNew
      ? sql`
        insert into room_types (business_id, id, rooms, occupancy, min_nights, price_minor)
        values (${businessId}, ${id}, ${rooms}, ${occupancy}, ${minNights}, ${price})`
      : sql`
        update room_types set rooms = ${rooms}, occupancy = ${occupancy}, min_nights = ${minNights}, price_minor = ${price}
        where business_id = ${businessId} and id = ${id}`
  ).execute(owner);
}

async function open(one: World): Promise<Property> {
  clock.set(one.where.now);
  const hotel = await makeHotel(db, { timezone: one.where.timezone });
  const { businessId, locationId, roomTypeId } = hotel;
  const city = `c${businessId.slice(-12)}`;
  await sql`
    update locations set city_ar = ${city}, city_en = ${city}, check_in_minute = ${one.checkInMinute},
      check_out_minute = ${one.checkOutMinute}
    where business_id = ${businessId}`.execute(owner);
  const typeIds = [roomTypeId, ...one.types.slice(1).map(() => newId())];
  for (const [index, type] of one.types.entries()) {
    const id = typeIds[index]!;
    await sql`
      insert into offerings (business_id, id, kind, location_id, name_ar, name_en)
      values (${businessId}, ${id}, 'roomType', ${locationId}, 'غرفة', 'Room') on conflict do nothing`.execute(
      owner,
    );
    await writeRoomType(businessId, id, type, index > 0);
    for (const { day, price, closed, minNights } of type.rates) {
      await sql`
        insert into room_rates (business_id, room_type_id, night, price_minor, closed, min_nights)
        values (${businessId}, ${id}, ${addDays(one.where.date, day)}, ${price}, ${closed}, ${minNights})`.execute(
        owner,
      );
    }
  }
  await setReach(owner, hotel, one);
  return { ...hotel, city, typeIds };
}

function stay({ where }: World, roomTypeId: string, { checkIn, nights, rooms, guests }: Wish) {
  const from = addDays(where.date, checkIn);
  return {
    kind: "stay",
    roomTypeId,
    checkIn: from,
    checkOut: addDays(from, nights),
    rooms,
    guests,
  };
}

/** What the search shows of this property, by room type. */
async function search(one: World, { city, businessId }: Property, wished: Wish) {
  const { checkIn, checkOut, rooms, guests } = stay(one, "", wished);
  const query = `city=${city}&checkIn=${checkIn}&checkOut=${checkOut}&rooms=${rooms}&guests=${guests}`;
  const { status, body } = await app.as().get(`/v1/stays?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  type Found = {
    businessId: string;
    minPrice: { amount: number };
    roomTypes: { id: string; roomsFree: number; price: { amount: number } }[];
  };
  const items = body.items as Found[];
  expect(items.map((found) => found.businessId)).toEqual(items.length > 0 ? [businessId] : []);
  const [found] = items;
  if (found) {
    const prices = found.roomTypes.map((type) => type.price.amount);
    expect(found.minPrice.amount).toBe(Math.min(...prices));
  }
  return new Map((found?.roomTypes ?? []).map((type) => [type.id, type]));
}

test(
  "every offered stay can be booked; every other stay is refused by a known rule or taken",
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(world, async (one) => {
        const hotel = await open(one);
        const desk = app.as((await makeMember(db, hotel.businessId, "staff")).token);
        for (const [wished, type] of one.rivals) {
          const id = hotel.typeIds[type % hotel.typeIds.length]!;
          await rival.post("/v1/bookings", { items: [stay(one, id, wished)] });
        }
        for (const wished of one.wishes) {
          const found = await search(one, hotel, wished);
          for (const id of hotel.typeIds) {
            const item = stay(one, id, wished);
            const offer = found.get(id);
            if (!offer) {
              const { alternatives } = await expectRefused(customer, item);
              for (const { roomTypeId, checkIn, checkOut, price } of alternatives.slice(0, 1)) {
                await expectBooked(
                  customer,
                  { ...item, roomTypeId, checkIn, checkOut },
                  { total: price },
                  desk,
                );
              }
              continue;
            }
            await expectBooked(customer, item, { total: offer.price }, desk);
            const all = { ...item, rooms: offer.roomsFree };
            await expectBooked(customer, all, {}, desk);
            await expectRefused(customer, { ...item, rooms: offer.roomsFree + 1 });
          }
        }
      }),
      { ...settings, numRuns: settings.numRuns * 3 },
    );
    expectTriedEnough();
  },
);
