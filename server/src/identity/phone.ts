import { parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js";
import { invalidAt } from "../base/problem.ts";
import { withoutMarks } from "../base/typed-text.ts";

/** The country assumed for a number without country code when no place is known, as when signing in. */
const USUAL_COUNTRY: CountryCode = "SA";
/** Numbers of demonstration and test customers. */
const TEST_NUMBER = /^\+9665000001\d\d$/;

/**
 * Reads any country's number as E.164: "+966 50 000 0003", "0500000003" and "٠٥٠٠٠٠٠٠٠٣" are one number.
 *
 * @param country of the place it is typed for: "0501234567" is one number in Riyadh and another in Dubai
 * @throws Problem invalid-request at `pointer`
 */
export function normalisePhone(
  words: string,
  pointer = "/phone",
  country: CountryCode = USUAL_COUNTRY,
): string {
  const phone = readPhone(words, country);
  if (phone !== undefined) return phone;
  throw invalidAt(
    pointer,
    "أرسل رقم جوال صحيحًا مع رمز الدولة، مثل +966500000003.",
    "Send a valid phone number with its country code, such as +966500000003.",
  );
}

/**
 * Returns the E.164 numbers that the typed text may mean: one, or one for each country where it is valid.
 *
 * @throws Problem invalid-request at `pointer` when it is not a phone number
 */
export function possiblePhones(
  words: string,
  pointer: string,
  countries: readonly CountryCode[],
): string[] {
  const asked = countries.length > 0 ? countries : [USUAL_COUNTRY];
  const found = asked.flatMap((country) => readPhone(words, country) ?? []);
  return found.length > 0 ? [...new Set(found)] : [normalisePhone(words, pointer, asked[0])];
}

/** Whether the number contains its country code, so that no place is needed to read it. */
export function isInternational(words: string): boolean {
  return parsePhoneNumberFromString(withoutMarks(words).trim(), { extract: false }) !== undefined;
}

function readPhone(words: string, country: CountryCode): string | undefined {
  const parsed = parsePhoneNumberFromString(withoutMarks(words).trim(), {
    defaultCountry: country,
    extract: false,
  });
  return parsed?.isValid() && !parsed.ext ? parsed.number : undefined;
}

/** Whether the number is exempt from the send limits in development. */
export function isTestNumber(phone: string): boolean {
  return TEST_NUMBER.test(phone);
}
