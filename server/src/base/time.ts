/** The source of every rule's "now": epoch milliseconds. Injected, so that a test can move time. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that moves only when told to. `start` is RFC 3339 or epoch milliseconds. */
export function fixedClock(start: string | number): Clock & {
  advance(ms: number): void;
  set(at: string | number): void;
} {
  let current = readTime(start);
  return {
    now: () => current,
    advance: (ms) => void (current += ms),
    set: (at) => void (current = readTime(at)),
  };
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/**
 * RFC 3339 with offset → epoch milliseconds.
 *
 * @throws RangeError when the text has no offset or is not an instant
 */
export function epochMs(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}

/** Epoch milliseconds → "2026-11-21T10:00:00.000Z". */
export function instantText(ms: number): string {
  return new Date(ms).toISOString();
}

/** Whole minutes since the epoch, rounded down: the unit of the availability loops. */
export function epochMinutes(ms: number): number {
  return Math.floor(ms / MINUTE_MS);
}

/** Whether this machine knows the IANA timezone. Offsets such as "+03:00" are not timezones. */
export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** The calendar date, "YYYY-MM-DD", of an instant in a timezone. */
export function dateIn(ms: number, timezone: string): string {
  return zoned(ms, timezone).toPlainDate().toString();
}

/** Minutes since local midnight by the local clock, 0–1439. */
export function wallMinuteIn(ms: number, timezone: string): number {
  const { hour, minute } = zoned(ms, timezone);
  return hour * 60 + minute;
}

/** The date `days` later (or earlier, if negative). */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** ISO weekday of a date: 1 Monday … 7 Sunday. */
export function weekdayOf(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/** Days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" })
    .days;
}

/**
 * The instants (epoch ms) at which a local clock shows this minute of this date: none when the clock skips it, two
 * when it is repeated, else one. A minute of 1440 or more lies on a later date.
 */
export function instantsOf(date: string, wallMinute: number, timezone: string): number[] {
  const wall = Temporal.PlainDate.from(date)
    .toPlainDateTime()
    .add({ days: Math.floor(wallMinute / 1440), minutes: wallMinute % 1440 });
  const earlier = wall.toZonedDateTime(timezone, { disambiguation: "earlier" });
  const later = wall.toZonedDateTime(timezone, { disambiguation: "later" });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return [earlier.epochMilliseconds];
  if (!earlier.toPlainDateTime().equals(wall)) return [];
  return [earlier.epochMilliseconds, later.epochMilliseconds];
}

function zoned(ms: number, timezone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timezone);
}

function readTime(at: string | number): number {
  return typeof at === "number" ? at : epochMs(at);
}
