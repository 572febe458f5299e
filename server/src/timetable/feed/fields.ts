/** "20260131" → "2026-01-31"; undefined when there is no such day. */
export function readDay(value: string): string | undefined {
  if (!/^\d{8}$/.test(value)) return undefined;
  const day = `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}`;
  try {
    return Temporal.PlainDate.from(day).toString();
  } catch {
    return undefined;
  }
}

/**
 * "25:30:00" → 91800, seconds since noon minus 12 hours; undefined when it is not a time. "19:70:00" is read as
 * 20:10: publishers who add a duration to a time forget to carry (a Thai feed has 239 such rows).
 */
export function readSeconds(value: string): number | undefined {
  const found = /^(\d{1,3}):(\d\d):(\d\d)$/.exec(value);
  return found ? Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]) : undefined;
}

/** Whether the minutes or seconds of a time have to be carried over. */
export function isUncarried(value: string): boolean {
  return /:[6-9]\d/.test(value);
}

/** 91800 → "25:30:00" */
export function secondsText(seconds: number): string {
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

/** A whole number of at most nine digits. */
export function readWhole(value: string): number | undefined {
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** A finite number. */
export function readNumber(value: string): number | undefined {
  const number = value === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** "12.5" with two decimals → 1250; undefined when it is not an amount or has too many decimals for the currency. */
export function readAmountMinor(value: string, decimals: number): number | undefined {
  const found = /^(\d{1,9})(?:\.(\d*))?$/.exec(value);
  if (!found) return undefined;
  const fraction = (found[2] ?? "").replace(/0+$/, "");
  if (fraction.length > decimals) return undefined;
  return Number(`${found[1]}${fraction.padEnd(decimals, "0")}`);
}
