import { describe, expect, test } from "vitest";
import { writeCsv } from "../../src/base/csv.ts";
import { isLine, isSearchable, tidy, typedReference } from "../../src/base/typed-text.ts";
import { countryOfTimezone } from "../../src/identity/phone-country.ts";
import { isInternational, normalisePhone, possiblePhones } from "../../src/identity/phone.ts";

test("typed text is NFC-composed and trimmed and its ids are lower-cased, at any depth", () => {
  const id = "01A21F3B-DF8A-76CA-B01B-7F4935B2F069";
  const typed = { items: [{ id, name: " Zoe\u0308 ", price: 5 }], note: "\u00a0x\n", none: null };
  expect(tidy(typed)).toEqual({
    items: [{ id: id.toLowerCase(), name: "Zo\u00eb", price: 5 }],
    note: "x",
    none: null,
  });
});

describe("a single-line text", () => {
  test.each(["Sara", "سارة", "★", "مريم بنت\u200d علي", "Room 5 – sea view"])(
    "may be %j",
    (words) => {
      expect(isLine(words)).toBe(true);
    },
  );
  test.each(["a\nb", "a\u0007", "\u200b", "\u00ad\u200d", "a\u202eb", "a\u2028b"])(
    "may not be %j",
    (words) => {
      expect(isLine(words)).toBe(false);
    },
  );
});

test.each([
  ["0a1b 2c3d", "0A1B2C3D"],
  ["OA1B-2C3D", "0A1B2C3D"],
  ["lAIB–2c3d", "1A1B2C3D"],
  ["\u2066OA1B2C3D\u2069", "0A1B2C3D"],
])("the reference %j is read as %s", (typed, read) => {
  expect(typedReference(typed)).toBe(read);
});

test("a phone number between direction marks is read without them", () => {
  expect(normalisePhone("\u2066+966 50 000 0003\u2069")).toBe("+966500000003");
  expect(normalisePhone("\u202a٠٥٠٠٠٠٠٠٠٣\u202c")).toBe("+966500000003");
});

test("text without a letter or a digit is not searchable", () => {
  expect(["!!!", "–", "\u200b", "★"].map(isSearchable)).toEqual([false, false, false, false]);
  expect(["a", "ص", "٥"].map(isSearchable)).toEqual([true, true, true]);
});

test("a cell that starts like a formula gets an apostrophe, even in full width or after a space", () => {
  const cells = ["＝1+1", "＋1", "－a", "＠x", " =1+1"];
  expect(writeCsv([cells])).toBe(`${cells.map((one) => `'${one}`).join(",")}\r\n`);
});

test("a phone number without a country code gets the country of the place's timezone", () => {
  const zones = [
    "Asia/Riyadh",
    "Asia/Dubai",
    "Asia/Bangkok",
    "Asia/Kolkata",
    "Asia/Calcutta",
    "UTC",
  ];
  expect(zones.map((zone) => countryOfTimezone(zone))).toEqual([
    "SA",
    "AE",
    "TH",
    "IN",
    "IN",
    undefined,
  ]);
  expect(normalisePhone("050 123 4567", "/phone", "AE")).toBe("+971501234567");
  expect(normalisePhone("050 123 4567")).toBe("+966501234567");
  expect(normalisePhone("+966 50 123 4567", "/phone", "AE")).toBe("+966501234567");
  expect(possiblePhones("0501234567", "/phone", ["AE", "SA"])).toEqual([
    "+971501234567",
    "+966501234567",
  ]);
  expect([isInternational("\u2066+971501234567"), isInternational("0501234567")]).toEqual([
    true,
    false,
  ]);
});
