import type pg from "pg";

/** Nights from the world's Monday on that searches ask about. */
export const SEARCHED_NIGHTS = 20;
const ROOMS = 400;

/** Makes hotels in Makkah with three room types each. */
export async function makeHotels(client: pg.Client, hotels: number): Promise<void> {
  await client.query(`
    with b as (
      insert into businesses (id, slug, kind, name_ar, name_en, city_ar, city_en, status, approved_at)
      select gen_random_uuid(), 'bench-hotel-' || n, 'hotel', 'فندق ' || n, 'Hotel ' || n, 'مكة', 'Makkah', 'approved', now()
      from generate_series(1, ${hotels}) n returning id),
    l as (
      insert into locations (business_id, id, name_ar, name_en, city_ar, city_en)
      select id, gen_random_uuid(), 'فندق', 'Hotel', 'مكة', 'Makkah' from b returning business_id, id)
    insert into offerings (business_id, id, kind, location_id, name_ar, name_en, horizon_days)
    select l.business_id, gen_random_uuid(), 'roomType', l.id, 'غرفة ' || n, 'Room ' || n, 1000
    from l, generate_series(1, 3) n`);
  await client.query(`
    insert into room_types (business_id, id, rooms, occupancy, price_minor)
    select business_id, id, ${ROOMS}, 2, 20000 + (random() * 10000)::int from offerings where kind = 'roomType'`);
}

/** Opens the buckets of all nights that are searched, so that a larger database differs only in its bookings. */
export async function openBuckets(client: pg.Client, monday: string): Promise<void> {
  await client.query(
    `insert into pool_buckets (business_id, pool_id, bucket, capacity)
     select business_id, id, $1::date + n, ${ROOMS} from room_types, generate_series(0, ${SEARCHED_NIGHTS - 1}) n
     on conflict do nothing`,
    [monday],
  );
}

/** Counts again what is taken of each night. */
export async function countTaken(client: pg.Client): Promise<void> {
  await client.query(
    `insert into pool_buckets (business_id, pool_id, bucket, capacity, taken)
     select business_id, pool_id, bucket, ${ROOMS}, sum(quantity)::int from pool_claims where blocking group by 1, 2, 3
     on conflict (business_id, pool_id, bucket) do update set taken = excluded.taken`,
  );
}
