import { invalidAt } from "../base/problem.ts";
import { isTimezone } from "../base/time.ts";

/**
 * Checks that this machine knows the timezone, and that the position is complete or absent.
 *
 * @param place as it will be after the change; degrees
 * @throws Problem invalid-request
 */
export function assertPlace(place: {
  latitude?: number | null;
  longitude?: number | null;
  timezone?: string;
}): void {
  assertTimezone(place.timezone);
  if ((place.latitude == null) === (place.longitude == null)) return;
  throw invalidAt(
    place.latitude == null ? "/latitude" : "/longitude",
    "أرسل خط العرض وخط الطول معًا.",
    "Send latitude and longitude together.",
  );
}

/** @throws Problem invalid-request at /timezone when this machine does not know it */
export function assertTimezone(name: string | undefined): void {
  if (name === undefined || isTimezone(name)) return;
  throw invalidAt(
    "/timezone",
    "استخدم اسم منطقة زمنية من IANA مثل Asia/Riyadh.",
    "Use an IANA timezone such as Asia/Riyadh.",
  );
}
