import type { CountryCode } from "libphonenumber-js";
import { sql } from "kysely";
import type { Db, Tx } from "../db/connection.ts";
import { isInternational, normalisePhone, possiblePhones } from "../identity/phone.ts";
import { countryOfTimezone } from "../identity/phone-country.ts";

/** The countries of a business's locations, oldest first, or else of its bus stops. */
async function findCountries(db: Db | Tx, businessId: string): Promise<CountryCode[]> {
  const { rows } = await sql<{ timezone: string }>`
    select timezone from (
      select l.timezone, min(l.id::text) as first, 1 as rank from locations l where l.business_id = ${businessId} group by 1
      union all
      select s.timezone, min(s.id::text), 2 from stops s where s.business_id = ${businessId} group by 1) z
    order by rank, first`.execute(db);
  return [...new Set(rows.flatMap((row) => countryOfTimezone(row.timezone) ?? []))];
}

/**
 * Parses a number typed at a business to E.164; without a country code it belongs to the business's country.
 *
 * @throws Problem invalid-request at `pointer`
 */
export async function phoneAtBusiness(
  db: Db | Tx,
  businessId: string,
  words: string,
  pointer?: string,
): Promise<string> {
  if (isInternational(words)) return normalisePhone(words, pointer);
  const [country] = await findCountries(db, businessId);
  return normalisePhone(words, pointer, country);
}

/**
 * The numbers that a typed search may mean: for a business in two countries, one for each.
 *
 * @param businessId absent: any business; a number without country code is read in the platform's country
 * @throws Problem invalid-request at /query/phone
 */
export async function searchedPhones(
  db: Db,
  businessId: string | undefined,
  words: string,
): Promise<string[]> {
  const isKnown = businessId === undefined || isInternational(words);
  const countries = isKnown ? [] : await findCountries(db, businessId);
  return possiblePhones(words, "/query/phone", countries);
}
