import { money, type Money } from "../base/money.ts";
import type { Role } from "../base/actor.ts";
import type { Locale, Text } from "../base/text.ts";
import type { BusinessKind } from "../business/businesses.ts";
import type { WeekWindow } from "../business/week-windows.ts";

/** A person who can sign in. */
export interface DemoPerson {
  /** E.164 */
  phone: string;
  name: string;
  locale: Locale;
}

/** The fields of every demo business, whatever its trade. */
export interface DemoBusiness {
  slug: string;
  kind: BusinessKind;
  name: Text;
  description: Text;
  city: Text;
  /** Its approval status; default approved. */
  standing?: "draft" | "submitted";
  /** Absent: not registered for VAT. */
  vatNumber?: string;
  /** The owner first. */
  members: readonly DemoMember[];
  places: readonly DemoPlace[];
}

export interface DemoMember extends DemoPerson {
  role: Role;
}

/** One location. The rest of the business refers to it by its key. */
export interface DemoPlace {
  key: string;
  name: Text;
  address: Text;
  city: Text;
  latitude: number;
  longitude: number;
  /** "HH:MM", for hotels. */
  checkIn?: string;
  checkOut?: string;
  /** None: always open. */
  hours?: readonly WeekWindow[];
  /** Closed days, counted from today. */
  closed?: readonly { inDays: number; name: string }[];
}

/** ISO weekdays in the order of a Saudi week, which begins on Sunday. */
export const [SUN, MON, TUE, WED, THU, FRI, SAT] = [7, 1, 2, 3, 4, 5, 6] as const;
export const WORKDAYS = [SUN, MON, TUE, WED, THU] as const;
export const EVERY_DAY = [...WORKDAYS, FRI, SAT] as const;

/** Gives several weekdays the same hours; an end before the start is on the next day. */
export function week(days: readonly number[], start: string, end: string): WeekWindow[] {
  return days.map((weekday) => ({ weekday, start, end }));
}

/** Converts riyals, with halalas after the point, to minor units. */
export function riyals(amount: number): Money {
  return money(Math.round(amount * 100), "SAR");
}
