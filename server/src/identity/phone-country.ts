import { getCountries, type CountryCode } from "libphonenumber-js";

/** By the time zones of its places; each zone is one country's. Made once, because it asks for 245 countries. */
const countries = new Map<string, CountryCode>();

/**
 * The country whose clocks a place goes by, where a number without country code is taken to be from; undefined for a
 * zone of no country, such as UTC.
 *
 * @param timezone IANA name, in its old or its new spelling
 */
export function countryOfTimezone(timezone: string): CountryCode | undefined {
  if (countries.size === 0) {
    for (const country of getCountries())
      for (const zone of new Intl.Locale("und", { region: country }).getTimeZones() ?? [])
        countries.set(zone, country);
  }
  // "Asia/Kolkata" is listed as "Asia/Calcutta".
  const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: timezone }).resolvedOptions();
  return countries.get(timezone) ?? countries.get(timeZone);
}
