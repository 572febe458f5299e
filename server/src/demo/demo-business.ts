import { money, type Money } from "../base/money.ts";
import type { Role } from "../base/actor.ts";
import type { Locale, Text } from "../base/text.ts";
import type { BusinessKind } from "../business/businesses.ts";
import type { WeekWindow } from "../business/week-windows.ts";

/** Somebody who can sign in. */
export interface DemoPerson {
  /** E.164 */
  phone: string;
  name: string;
  locale: Locale;
}

/** What every demo business says of itself, whatever its trade. */
export interface DemoBusiness {
  slug: string;
  kind: BusinessKind;
  name: Text;
  description: Text;
  city: Text;
  /** How far its approval has come; default approved. */
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

/** One location. Its key is what the rest of the business names it by. */
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
  /** Days closed, counted from today. */
  closed?: readonly { inDays: number; name: string }[];
}

/** ISO weekdays in the order of a Saudi week, which begins on Sunday. */
export const [SUN, MON, TUE, WED, THU, FRI, SAT] = [7, 1, 2, 3, 4, 5, 6] as const;
export const WORKDAYS = [SUN, MON, TUE, WED, THU] as const;
export const EVERY_DAY = [...WORKDAYS, FRI, SAT] as const;

/** The same hours on several weekdays; an end before the start lies on the next day. */
export function week(days: readonly number[], start: string, end: string): WeekWindow[] {
  return days.map((weekday) => ({ weekday, start, end }));
}

/** Whole riyals, or with halalas after the point. */
export function riyals(amount: number): Money {
  return money(Math.round(amount * 100), "SAR");
}
