import { Format } from "typebox/format";
import { isLine } from "../base/typed-text.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-5]):[0-5]\d)$/;

/** Nobody books outside these years; beyond them date arithmetic starts to overflow. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2200;

export function isUuid(words: string): boolean {
  return UUID.test(words);
}

/** A calendar date that exists, 1970–2200. */
export function isDate(words: string): boolean {
  const [, year, month, day] = DATE.exec(words)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * RFC 3339 with an offset of at most 15:59 (PostgreSQL reads no larger one), within those years in UTC too. Refuses
 * leap seconds: no calendar here has them.
 */
export function isInstant(words: string): boolean {
  const date = INSTANT.exec(words)?.[1];
  if (date === undefined || !isDate(date)) return false;
  const at = Date.parse(words);
  // The database rounds up fractions of a second.
  return at >= Date.UTC(FIRST_YEAR) && at + 1000 < Date.UTC(LAST_YEAR + 1);
}

/** A page a browser can be sent to, in canonical form and without credentials. */
export function isWebAddress(words: string): boolean {
  // URL parsers also accept "https:x", backslashes and spaces around it, each in its own way.
  const url = /^https?:\/\/[^\s\\]+$/i.test(words) ? URL.parse(words) : null;
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === ""
  );
}

/** A gateway script's token for a card. Never a card number, with or without dashes: a token has letters. */
function isCardToken(words: string): boolean {
  return /^[A-Za-z0-9_-]{8,200}$/.test(words) && /[A-Za-z]/.test(words);
}

/** Registers our formats with the validator, once for the whole process. */
export function registerFormats(): void {
  Format.Set("uuid", isUuid);
  Format.Set("line", isLine);
  Format.Set("date", isDate);
  Format.Set("instant", isInstant);
  Format.Set("web-address", isWebAddress);
  Format.Set("card-token", isCardToken);
}
