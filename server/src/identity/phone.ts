import { parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js";
import { invalidAt } from "../base/problem.ts";
import { withoutMarks } from "../base/typed-text.ts";

/** Where a number without country code is taken to be from. */
const DEFAULT_COUNTRY: CountryCode = "SA";
/** Customers of the demonstration and of tests. */
const TEST_NUMBER = /^\+9665000001\d\d$/;

/**
 * Any country's number as E.164: "+966 50 000 0003", "0500000003" and "٠٥٠٠٠٠٠٠٠٣" are one number.
 *
 * @throws Problem invalid-request at `pointer`
 */
export function normalisePhone(words: string, pointer = "/phone"): string {
  const parsed = parsePhoneNumberFromString(withoutMarks(words).trim(), {
    defaultCountry: DEFAULT_COUNTRY,
    extract: false,
  });
  if (parsed?.isValid() && !parsed.ext) return parsed.number;
  throw invalidAt(
    pointer,
    "أرسل رقم جوال صحيحًا مع رمز الدولة، مثل +966500000003.",
    "Send a phone number that exists, with its country code, such as +966500000003.",
  );
}

/** Whether the number is one of those that are exempt from the send limits in development. */
export function isTestNumber(phone: string): boolean {
  return TEST_NUMBER.test(phone);
}
