import type pg from "pg";
import { newId } from "../../base/id.ts";
import { makeBusiness } from "./world-access.ts";

/** A salon, open every day from 09:00 to 21:00 in Riyadh. */
export interface Salon {
  id: string;
  /** 30 minutes, paid in full online: a reservation is a hold. */
  serviceId: string;
  staffIds: string[];
  /** The same, by ten other staff members. */
  anyServiceId: string;
  anyStaffCount: number;
  /** The same, paid at the venue: a reservation is confirmed at once, and its customer is told. */
  venueServiceId: string;
}

const ANY_STAFF = 10;

export async function makeSalon(client: pg.Client, slug: string, staff: number): Promise<Salon> {
  const ids = (count: number) => Array.from({ length: count }, () => newId());
  const [id, serviceId, anyServiceId, venueServiceId, locationId] = ids(5) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const [staffIds, anyStaffIds] = [ids(staff), ids(ANY_STAFF)];
  await makeBusiness(client, { id, slug, kind: "salon" });
  await client.query(
    "insert into locations (business_id, id, name_ar, name_en) values ($1, $2, 'a', 'a')",
    [id, locationId],
  );
  await makeStaff(client, [id, locationId, [...staffIds, ...anyStaffIds]]);
  await makeService(client, [id, serviceId, locationId, "full", staffIds]);
  await makeService(client, [id, anyServiceId, locationId, "full", anyStaffIds]);
  await makeService(client, [id, venueServiceId, locationId, "venue", staffIds]);
  const anyStaffCount = ANY_STAFF;
  return { id, serviceId, staffIds, anyServiceId, anyStaffCount, venueServiceId };
}

async function makeStaff(
  client: pg.Client,
  values: [businessId: string, locationId: string, staffIds: string[]],
): Promise<void> {
  const [businessId, , staffIds] = values;
  await client.query(
    "insert into units (business_id, id, kind) select $1, unnest($2::uuid[]), 'staff'",
    [businessId, staffIds],
  );
  await client.query(
    `insert into staff (business_id, id, location_id, name_ar, name_en)
     select $1, unnest($3::uuid[]), $2, 'a', 'a'`,
    values,
  );
  await client.query(
    `insert into staff_windows (business_id, id, staff_id, weekday, starts_minute, ends_minute)
     select $1, gen_random_uuid(), s, d, 540, 1260 from unnest($2::uuid[]) s, generate_series(1, 7) d`,
    [businessId, staffIds],
  );
}

async function makeService(
  client: pg.Client,
  values: [
    businessId: string,
    serviceId: string,
    locationId: string,
    terms: "full" | "venue",
    staffIds: string[],
  ],
): Promise<void> {
  const [businessId, serviceId, , , staffIds] = values;
  await client.query(
    `insert into offerings (business_id, id, kind, location_id, name_ar, name_en, payment_terms, horizon_days)
     values ($1, $2, 'service', $3, 'حلاقة', 'Haircut', $4, 1000)`,
    values.slice(0, 4),
  );
  await client.query(
    `insert into services (business_id, id, duration_minutes, step_minutes, price_minor)
     values ($1, $2, 30, 30, 10000)`,
    [businessId, serviceId],
  );
  await client.query(
    "insert into service_staff (business_id, service_id, staff_id) select $1, $2, unnest($3::uuid[])",
    [businessId, serviceId, staffIds],
  );
}
