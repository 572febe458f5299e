/** An instant in a location's local time: "2026-11-22T09:00:00+03:00". */
export function localInstant(instant: string, timezone: string): string {
  return Temporal.Instant.from(instant)
    .toZonedDateTimeISO(timezone)
    .toString({ timeZoneName: "never", smallestUnit: "second" });
}
