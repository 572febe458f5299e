import { invalidAt } from "../../base/problem.ts";
import { epochMs } from "../../base/time.ts";
import { DAY_SECONDS, dayNumber, dayStart } from "./zone-offsets.ts";

/** Two months fill a calendar page including its edges; nobody needs more at once. */
const SLOT_DAYS_MAX = 62;

/** From and until in epoch seconds, until not included. */
export type SlotWindow = { from: number; until: number };

/**
 * The requested starts, before the location's timezone is known: dates count as days in UTC, up to half a day off,
 * which the facts' margin covers. `from` and `to` are RFC 3339 instants (starts in [from, to)) or dates (local days,
 * both included).
 *
 * @throws Problem invalid-request when `to` is not after `from`, or more than 62 days after it
 */
export function roughWindow(from: string, to: string): SlotWindow {
  const window = exactWindow(from, to, "UTC");
  if (window.until <= window.from) {
    throw invalidAt("/query/to", "يجب أن تكون النهاية بعد البداية.", "Must be later than from.");
  }
  if (window.until - window.from > SLOT_DAYS_MAX * DAY_SECONDS) {
    throw invalidAt(
      "/query/to",
      `${SLOT_DAYS_MAX} يومًا على الأكثر.`,
      `At most ${SLOT_DAYS_MAX} days.`,
    );
  }
  return window;
}

/** The same once the timezone is known. */
export function exactWindow(from: string, to: string, timezone: string): SlotWindow {
  return {
    from: isDate(from) ? dayStart(timezone, dayNumber(from)) : epochMs(from) / 1000,
    until: isDate(to) ? dayStart(timezone, dayNumber(to) + 1) : epochMs(to) / 1000,
  };
}

function isDate(words: string): boolean {
  return !words.includes("T");
}
