import { randomInt } from "node:crypto";
import { asWords, type Fields } from "../read-body.ts";
import { outcomeOf, type CardOutcome } from "../test-cards.ts";
import type { Checks } from "./checks.ts";
import { wholeNumber } from "./checks.ts";

const YEAR_MAX = 2100;

/** A card as typed; its number is not stored. */
export interface Card {
  name: string;
  masked: string;
  lastFour: string;
  month: string;
  year: string;
  outcome: CardOutcome;
}

export function readCard(fields: Fields, checks: Checks, nowMs: number): Card {
  const name = checks.words(fields, "name", { isNeeded: true }) ?? "";
  if (name !== "" && !/\S\s+\S/.test(name)) checks.add("name", "must have two words or more");
  const number = asWords(fields.number).replaceAll(/[\s-]/g, "");
  if (!/^\d{13,19}$/.test(number)) checks.add("number", "is not a valid card number");
  const outcome = outcomeOf(number);
  const length = outcome.company === "amex" ? 4 : 3;
  if (!new RegExp(`^\\d{${length}}$`).test(asWords(fields.cvc))) {
    checks.add("cvc", `must have ${length} digits`);
  }
  const { month, year } = readExpiry(fields, checks, nowMs);
  return { name, masked: masked(number), lastFour: number.slice(-4), month, year, outcome };
}

function readExpiry(fields: Fields, checks: Checks, nowMs: number) {
  const month = wholeNumber(fields.month) ?? 0;
  const typed = wholeNumber(fields.year) ?? 0;
  const year = typed < 100 ? 2000 + typed : typed;
  if (month < 1 || month > 12) checks.add("month", "is not a month");
  else if (year > YEAR_MAX) checks.add("year", "is not a year");
  // Valid until the last day of its month.
  else if (Date.UTC(year, month) <= nowMs) checks.add("year", "is in the past");
  return { month: String(month), year: String(year) };
}

/** Masks a number: 4111-11XX-XXXX-1111 */
function masked(number: string): string {
  const hidden = number.slice(0, 6) + "X".repeat(Math.max(0, number.length - 10));
  return (hidden + number.slice(-4)).replaceAll(/(.{4})(?=.)/g, "$1-");
}

/** Returns twelve digits; not unique, as banks' numbers are not. */
export function referenceNumber(): string {
  return Array.from({ length: 12 }, () => randomInt(10)).join("");
}
