import { getCountries, type CountryCode } from "libphonenumber-js";

/** Countries by time zone; each zone belongs to one country. Built once, because it asks for 245 countries. */
const countries = new Map<string, CountryCode>();

/**
 * Returns the country of a place's time zone, assumed for numbers without country code; undefined for a zone of no
 * country, such as UTC.
 *
 * @param timezone IANA name, old or new spelling
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
