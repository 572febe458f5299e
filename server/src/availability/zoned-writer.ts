import { instantWriter } from "./slots/instant-text.ts";
import { DAY_SECONDS, offsetAt, offsetSpans, type OffsetSpan } from "./slots/zone-offsets.ts";

export type WriteInstant = (at: number, timezone: string) => string;

/** Wide enough for a trip or a stay, narrow enough to span two clock changes at most. */
const AROUND_SECONDS = 100 * DAY_SECONDS;

/**
 * Writes epoch seconds as RFC 3339 with a timezone's offset at that instant. Looks up the zone's offsets once for
 * instants near each other: a page of trips writes a thousand of them.
 */
export function zonedWriter(): WriteInstant {
  const write = instantWriter();
  const zones = new Map<string, { from: number; until: number; spans: OffsetSpan[] }>();
  return (at, timezone) => {
    let zone = zones.get(timezone);
    if (!zone || at < zone.from || at >= zone.until) {
      const [from, until] = [at - AROUND_SECONDS, at + AROUND_SECONDS];
      zone = { from, until, spans: offsetSpans(timezone, from, until) };
      zones.set(timezone, zone);
    }
    return write(at, offsetAt(zone.spans, at));
  };
}
