/** A period in which a zone keeps one offset. Epoch seconds; `offset` is seconds east of UTC. */
export interface OffsetSpan {
  from: number;
  until: number;
  offset: number;
}

/** Seconds of a calendar day in local time; multiplies day numbers. */
export const DAY_SECONDS = 86_400;

/**
 * A zone's offsets between two instants: the only use of Temporal, once per request. The first and last span extend
 * to infinity, so that every instant has one.
 */
export function offsetSpans(timezone: string, from: number, until: number): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let here = Temporal.Instant.fromEpochMilliseconds(from * 1000).toZonedDateTimeISO(timezone);
  let begins = -Infinity;
  for (;;) {
    const next = here.getTimeZoneTransition("next");
    const changes = next ? next.epochMilliseconds / 1000 : Infinity;
    const ends = changes < until ? changes : Infinity;
    spans.push({ from: begins, until: ends, offset: here.offsetNanoseconds / 1e9 });
    if (!next || ends === Infinity) return spans;
    here = next;
    begins = ends;
  }
}

export function offsetAt(spans: readonly OffsetSpan[], at: number): number {
  for (const span of spans) if (at < span.until) return span.offset;
  throw new RangeError(`no offset for ${at}`);
}

/** The number of the local day (days since 1970-01-01 in local time). */
export function localDay(spans: readonly OffsetSpan[], at: number): number {
  return Math.floor((at + offsetAt(spans, at)) / DAY_SECONDS);
}

/** "2026-11-21" → its day number. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / (DAY_SECONDS * 1000);
}

/** ISO weekday of a day number: 1 Monday … 7 Sunday. */
export function weekdayOfDay(day: number): number {
  // 1970-01-01 was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The first instant of a local day: not always 00:00, as Cairo's clocks go forward at midnight. */
export function dayStart(timezone: string, day: number): number {
  const date = Temporal.PlainDate.from("1970-01-01").add({ days: day });
  return date.toZonedDateTime(timezone).epochMilliseconds / 1000;
}
