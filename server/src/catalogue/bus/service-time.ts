/**
 * Times of a service day as timetables write them: seconds since noon minus 12 hours, which is midnight except on
 * days the clocks change. "25:30" is half past one the next morning.
 *
 * @see https://gtfs.org/documentation/schedule/reference/#field-types "Time"
 */

/** "25:30" or "25:30:15" → seconds. The caller has checked the shape. */
export function serviceSeconds(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

/** Seconds → "25:30", or "25:30:15" when the seconds are not zero. */
export function serviceTime(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (seconds % 60 > 0) parts.push(seconds % 60);
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
