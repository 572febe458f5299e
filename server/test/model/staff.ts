import { HOUR_MS } from "../../src/base/time.ts";

/** When somebody of the salon works; times in epoch milliseconds. */
export interface Staff {
  active: boolean;
  /** On the day of the model's world; null: whenever the salon is open, which is always. */
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

/** Why somebody does not take an appointment at this time, by the names of the rules. */
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

/** Of what is longer over than this it is not read who worked then. */
const READ_BACK_MS = 72 * HOUR_MS;

/** Why none of these does, where one of them is wanted at a time; those who do not work at all are not asked. */
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
