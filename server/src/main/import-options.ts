import { parseArgs } from "node:util";
import { UsageError } from "../base/usage-error.ts";

const HELP = `holdfast import gtfs <folder|zip> [options]

Imports a GTFS Schedule feed: each agency becomes a bus operator with its stops, routes, timetable and dated trips.
Importing the same feed again changes nothing. A newer one updates the differences: journeys missing from it keep only
trips with sold seats, and its new times apply to sold trips too. Rows left out or corrected are listed on standard
error.

  --from <date>      first service date to create trips for (default: today)
  --days <n>         how many service dates (default: 30)
  --fare <minor>     price of a route without a fare in the feed, in the minor unit (default: 5000)
  --currency <code>  currency of new operators (default: the feed's fares', or SAR)
  --draft            leave new operators unapproved, for an admin to approve
  --feed <name>      a name that separates feeds with the same agency ids
  --strict           exit status 1 when a row was left out`;

const USUAL_FARE_MINOR = 5_000;
const USUAL_DAYS = 30;
/** Nobody sells more than two years of a timetable ahead, and it is fewer rows than a typing error makes. */
const DAYS_MAX = 730;

export type ImportOptions = {
  path: string;
  from?: string;
  days: number;
  fareMinor: number;
  currency?: string;
  draft: boolean;
  feed?: string;
  strict: boolean;
};

/** Parses the arguments. @throws UsageError saying what is wrong, or the usage text */
export function readArguments(args: string[]): ImportOptions {
  const { values, positionals } = parse(args);
  const [kind, path, ...more] = positionals;
  if (values.help || kind !== "gtfs" || !path || more.length > 0) throw new UsageError(HELP);
  if (values.from !== undefined && !isDate(values.from)) {
    throw new UsageError(`--from ${values.from}: use a date such as 2026-12-31`);
  }
  const currency = values.currency?.toUpperCase();
  if (currency && !Intl.supportedValuesOf("currency").includes(currency)) {
    throw new UsageError(`--currency ${currency}: use an ISO 4217 code such as SAR`);
  }
  if (values.feed !== undefined && !/^[\w.-]{1,40}$/.test(values.feed)) {
    throw new UsageError(`--feed ${values.feed}: use up to 40 letters, digits, dots and dashes`);
  }
  const { from, draft = false, feed, strict = false } = values;
  const days = wholeUpTo("--days", values.days ?? String(USUAL_DAYS), DAYS_MAX);
  const fareMinor = wholeUpTo("--fare", values.fare ?? String(USUAL_FARE_MINOR), 100_000_000);
  return { path, from, days, fareMinor, currency, draft, feed, strict };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        from: { type: "string" },
        days: { type: "string" },
        fare: { type: "string" },
        currency: { type: "string" },
        feed: { type: "string" },
        draft: { type: "boolean" },
        strict: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`);
  }
}

function wholeUpTo(name: string, value: string, most: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number <= most) return number;
  throw new UsageError(`${name} ${value}: use a whole number up to ${most}`);
}

function isDate(value: string): boolean {
  try {
    return Temporal.PlainDate.from(value).toString() === value;
  } catch {
    return false;
  }
}
