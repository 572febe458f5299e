import { randomBytes } from "node:crypto";
import pg from "pg";
import { newId } from "../../base/id.ts";
import { hashToken } from "../../identity/token.ts";

/** The fixtures of the measurements. */
export interface World {
  salonId: string;
  serviceId: string;
  staffIds: string[];
  tripId: string;
  /** An API key of the salon, with bookings:write. */
  key: string;
  /** The first Monday that is entirely in the future, YYYY-MM-DD. */
  monday: string;
}

const STAFF = 200;
const HOTELS = 1_000;

/**
 * Writes one salon with many staff, one coach trip and a thousand hotels with three room types, in bulk as the owner:
 * the measurements cover reading and reserving, not this.
 */
export async function makeWorld(url: string): Promise<World> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const world: World = {
    salonId: newId(),
    serviceId: newId(),
    staffIds: Array.from({ length: STAFF }, () => newId()),
    tripId: newId(),
    key: "",
    monday: nextMonday(),
  };
  try {
    await client.query("begin");
    await makeSalon(client, world);
    await makeTrip(client, world);
    await makeHotels(client);
    world.key = await makeKey(client, world.salonId);
    await client.query("commit");
    await client.query("analyze");
    return world;
  } finally {
    await client.end();
  }
}

function nextMonday(): string {
  const today = Temporal.Now.plainDateISO("UTC");
  return today.add({ days: 15 - today.dayOfWeek }).toString();
}

const APPROVED = `insert into businesses (id, slug, kind, name_ar, name_en, city_ar, city_en, status, approved_at)
  values ($1, $2, $3, $4, $4, 'الرياض', 'Riyadh', 'approved', now())`;

async function makeSalon(
  client: pg.Client,
  { salonId, serviceId, staffIds }: World,
): Promise<void> {
  const locationId = newId();
  await client.query(APPROVED, [salonId, "bench-salon", "salon", "Bench salon"]);
  await client.query(
    "insert into locations (business_id, id, name_ar, name_en) values ($1, $2, 'a', 'a')",
    [salonId, locationId],
  );
  await client.query(
    `insert into offerings (business_id, id, kind, location_id, name_ar, name_en, payment_terms, horizon_days)
     values ($1, $2, 'service', $3, 'حلاقة', 'Haircut', 'full', 1000)`,
    [salonId, serviceId, locationId],
  );
  await client.query(
    `insert into services (business_id, id, duration_minutes, step_minutes, price_minor)
     values ($1, $2, 30, 30, 10000)`,
    [salonId, serviceId],
  );
  await client.query(
    "insert into units (business_id, id, kind) select $1, unnest($2::uuid[]), 'staff'",
    [salonId, staffIds],
  );
  await client.query(
    `insert into staff (business_id, id, location_id, name_ar, name_en)
     select $1, unnest($2::uuid[]), $3, 'a', 'a'`,
    [salonId, staffIds, locationId],
  );
  await client.query(
    "insert into service_staff (business_id, service_id, staff_id) select $1, $2, unnest($3::uuid[])",
    [salonId, serviceId, staffIds],
  );
  await client.query(
    `insert into staff_windows (business_id, id, staff_id, weekday, starts_minute, ends_minute)
     select $1, gen_random_uuid(), s, d, 540, 1260 from unnest($2::uuid[]) s, generate_series(1, 7) d`,
    [salonId, staffIds],
  );
}

async function makeTrip(client: pg.Client, { tripId, monday }: World): Promise<void> {
  const [business, route, calendar, vehicle, journey] = Array.from({ length: 5 }, () => newId());
  await client.query(APPROVED, [business, "bench-bus", "bus", "Bench bus"]);
  await client.query(
    `insert into offerings (business_id, id, kind, name_ar, name_en, horizon_days)
     values ($1, $2, 'route', 'خط', 'Line', 1000)`,
    [business, route],
  );
  await client.query(
    "insert into routes (business_id, id, code, price_minor) values ($1, $2, 'R', 9000)",
    [business, route],
  );
  await client.query(
    `insert into calendars (business_id, id, code, weekdays, starts_on, ends_on)
     values ($1, $2, 'daily', '{1,2,3,4,5,6,7}', '2020-01-01', '2040-01-01')`,
    [business, calendar],
  );
  await client.query("insert into vehicles (business_id, id, name) values ($1, $2, 'Coach')", [
    business,
    vehicle,
  ]);
  await client.query(
    `insert into vehicle_seats (business_id, vehicle_id, seat_no, label, row_no, column_no)
     select $1, $2, n, n::text, (n - 1) / 4, (n - 1) % 4 from generate_series(1, 49) n`,
    [business, vehicle],
  );
  await client.query(
    `insert into journeys (business_id, id, route_id, calendar_id, vehicle_id, code, timezone)
     values ($1, $2, $3, $4, $5, 'J', 'Asia/Riyadh')`,
    [business, journey, route, calendar, vehicle],
  );
  await client.query(
    "insert into timetables (business_id, id, journey_id, is_current) values ($1, $2, $2, true)",
    [business, journey],
  );
  await client.query(
    `with s as (
       insert into stops (business_id, id, code, name_ar, name_en, timezone)
       select $1, gen_random_uuid(), n::text, 'محطة ' || n, 'Stop ' || n, 'Asia/Riyadh' from generate_series(1, 10) n
       returning id, code::int as n)
     insert into timetable_stops (business_id, timetable_id, position, stop_id, arrives_seconds, departs_seconds, boundary_seconds)
     select $1, $2, n * 1000, id, 28800 + n * 1800, 28800 + n * 1800, 28800 + n * 1800 from s`,
    [business, journey],
  );
  await client.query("insert into units (business_id, id, kind) values ($1, $2, 'trip')", [
    business,
    tripId,
  ]);
  await client.query(
    `insert into trips (business_id, id, journey_id, timetable_id, vehicle_id, service_date, origin_at)
     values ($1, $2, $3, $3, $4, $5::date, ($5 || 'T00:00:00+03:00')::timestamptz)`,
    [business, tripId, journey, vehicle, monday],
  );
}

async function makeHotels(client: pg.Client): Promise<void> {
  await client.query(`
    with b as (
      insert into businesses (id, slug, kind, name_ar, name_en, city_ar, city_en, status, approved_at)
      select gen_random_uuid(), 'bench-hotel-' || n, 'hotel', 'فندق ' || n, 'Hotel ' || n, 'مكة', 'Makkah', 'approved', now()
      from generate_series(1, ${HOTELS}) n returning id),
    l as (
      insert into locations (business_id, id, name_ar, name_en, city_ar, city_en)
      select id, gen_random_uuid(), 'فندق', 'Hotel', 'مكة', 'Makkah' from b returning business_id, id)
    insert into offerings (business_id, id, kind, location_id, name_ar, name_en, horizon_days)
    select l.business_id, gen_random_uuid(), 'roomType', l.id, 'غرفة ' || n, 'Room ' || n, 1000
    from l, generate_series(1, 3) n`);
  await client.query(`
    insert into room_types (business_id, id, rooms, occupancy, price_minor)
    select business_id, id, 400, 2, 20000 + (random() * 10000)::int from offerings where kind = 'roomType'`);
}

async function makeKey(client: pg.Client, businessId: string): Promise<string> {
  const secret = randomBytes(32).toString("base64url");
  await client.query(
    `insert into api_keys (business_id, id, name, secret_hash, scopes)
     values ($1, $2, 'bench', $3, '{bookings:read,bookings:write}')`,
    [businessId, newId(), hashToken(secret)],
  );
  return `hfk_${businessId.replaceAll("-", "")}_${secret}`;
}
