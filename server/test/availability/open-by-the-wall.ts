import type { WeeklyWindow } from "../../src/availability/slots/wall-clock.ts";
import { GRAIN_SECONDS } from "./arbitrary-calendars.ts";

/**
 * The opening rules checked one instant at a time by reading the wall clock: too slow for production and too simple
 * to be wrong. The tests compare offers against it.
 */
export class Wall {
  readonly #timezone: string;
  readonly #read = new Map<number, { date: string; weekday: number; minute: number }>();

  constructor(timezone: string) {
    this.#timezone = timezone;
  }

  read(at: number) {
    let wall = this.#read.get(at);
    if (!wall) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(
        this.#timezone,
      );
      const minute = zoned.hour * 60 + zoned.minute;
      wall = { date: zoned.toPlainDate().toString(), weekday: zoned.dayOfWeek, minute };
      this.#read.set(at, wall);
    }
    return wall;
  }

  /** The date on which the window that is open at an instant began; undefined outside it. */
  occurrence(window: WeeklyWindow, at: number): string | undefined {
    const [weekday, starts, ends] = window;
    const { date, weekday: today, minute } = this.read(at);
    if (today === weekday && minute >= starts && minute < ends) return date;
    const late = minute + 1440;
    if (today === (weekday % 7) + 1 && late >= starts && late < ends) {
      return Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();
    }
    return undefined;
  }

  /** Whether the place is open the whole time from start until end. */
  isOpen(hours: readonly WeeklyWindow[], holidays: readonly string[], start: number, end: number) {
    return grains(start, end).every((at) => {
      if (holidays.includes(this.read(at).date)) return false;
      if (hours.length === 0) return true;
      return hours.some((row) => {
        const day = this.occurrence(row, at);
        return day !== undefined && !holidays.includes(day);
      });
    });
  }

  /** Whether the time from start until end lies in one window occurrence, or in several that meet at midnight. */
  inOneWindow(windows: readonly WeeklyWindow[], start: number, end: number) {
    let here = this.#occurrences(windows, start);
    for (const at of grains(start, end)) {
      here = this.#occurrences(windows, at).filter((one) => here.some((last) => joins(last, one)));
    }
    return here.length > 0;
  }

  /** The start and end, in local minutes, of the window occurrences open at an instant. */
  #occurrences(windows: readonly WeeklyWindow[], at: number): [from: number, until: number][] {
    return windows.flatMap((window) => {
      const day = this.occurrence(window, at);
      if (day === undefined) return [];
      const midnight = Date.parse(day) / 60_000;
      return [[midnight + window[1], midnight + window[2]]];
    });
  }
}

function joins([from, until]: readonly [number, number], other: readonly [number, number]) {
  if (from === other[0] && until === other[1]) return true;
  const seam = until === other[0] ? until : other[1] === from ? from : Number.NaN;
  return seam % 1440 === 0;
}

function grains(start: number, end: number): number[] {
  const all: number[] = [];
  for (let at = start; at < end; at += GRAIN_SECONDS) all.push(at);
  return all;
}

export function meets(spans: readonly (readonly [number, number])[], start: number, end: number) {
  return spans.some(([from, until]) => from < end && until > start);
}
