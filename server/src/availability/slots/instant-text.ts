import { DAY_SECONDS } from "./zone-offsets.ts";

const TWO = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, "0"));

/**
 * Writes epoch seconds as RFC 3339 with a zone's offset ("2026-11-22T09:00:00+03:00"). Caches the date of the last
 * local day: an offers list writes thousands of instants, mostly on the same day.
 */
export function instantWriter(): (at: number, offset: number) => string {
  let day = Number.NaN;
  let date = "";
  return (at, offset) => {
    const wall = at + offset;
    const today = Math.floor(wall / DAY_SECONDS);
    if (today !== day) {
      day = today;
      date = new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 10);
    }
    const second = wall - today * DAY_SECONDS;
    const east = Math.abs(offset);
    const time = `${TWO[Math.floor(second / 3600)]}:${TWO[Math.floor(second / 60) % 60]}:${TWO[second % 60]}`;
    return `${date}T${time}${offset < 0 ? "-" : "+"}${TWO[Math.floor(east / 3600)]}:${TWO[Math.floor(east / 60) % 60]}`;
  };
}

/** Epoch seconds → RFC 3339 in UTC, as in plans. */
export function utcText(at: number): string {
  return new Date(at * 1000).toISOString();
}
