import { HOUR_MS } from "../../src/base/time.ts";

/** A staff member's working times, in epoch milliseconds. */
export interface Staff {
  active: boolean;
  /** Windows on the model's day; null means whenever the salon is open, which is always. */
  windows: readonly Span[] | null;
  off: (Span & { id: string })[];
}

export interface Span {
  from: number;
  until: number;
}

export function newStaff(): Staff {
  return { active: true, windows: null, off: [] };
}

/** The names of the rules by which a staff member cannot take an appointment at this time. */
export function staffRules(
  { active, windows, off }: Staff,
  begins: number,
  ends: number,
): string[] {
  const isWorking = !windows || windows.some(({ from, until }) => from <= begins && ends <= until);
  const isOff = off.some(({ from, until }) => from < ends && begins < until);
  return [
    ...(active ? [] : ["staff-cannot-do-service"]),
    ...(isWorking ? [] : ["outside-staff-hours"]),
    ...(isOff ? ["staff-time-off"] : []),
  ];
}

/** Staff schedules are not read for times further back than this. */
const READ_BACK_MS = 72 * HOUR_MS;

/** The rules that refuse an appointment when none of the asked staff can take it. */
export function appointmentRules(
  asked: readonly Staff[],
  { from: begins, until: ends }: Span,
  now: number,
): string[] {
  if (now - begins > READ_BACK_MS) return [];
  const found = asked.map((one) => staffRules(one, begins, ends));
  if (found.some((rules) => rules.length === 0)) return [];
  return asked.length === 0 ? ["staff-cannot-do-service"] : [...new Set(found.flat())];
}
