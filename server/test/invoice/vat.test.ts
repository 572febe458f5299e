import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coverageOf, withVat } from "../../src/invoice/invoice-lines.ts";
import { decimalText } from "../../src/base/money.ts";
import { vatInside, vatOfPart } from "../../src/invoice/vat.ts";

describe("the VAT inside a price", () => {
  test.each([
    // 115.00 riyals at 15 %: 15.00.
    [11_500, 1_500, 1_500],
    // 100.00 at 15 %: 13.0434… → 13.04.
    [10_000, 1_500, 1_304],
    // 0.99 at 15 %: 0.1291… → 0.13.
    [99, 1_500, 13],
    // 1100 yen at 10 %: 100 yen, without decimals.
    [1_100, 1_000, 100],
    // 1.100 Bahraini dinar at 10 %: 0.100, with three.
    [1_100, 1_000, 100],
    // 1.234 dinar at 5 %: 0.05876… → 0.059.
    [1_234, 500, 59],
    // Exactly half a unit: 4 × 0.6 ÷ 1.6 = 1.5 → 2.
    [4, 6_000, 2],
    [1, 10_000, 1],
    [10_000, 0, 0],
    [1, 1_500, 0],
    // Beyond what a double multiplies exactly.
    [9_007_199_254_740_991, 1_500, 1_174_852_076_705_347],
  ])("of a price of %i at %i basis points is %i", (gross, rate, vat) => {
    expect(vatInside(gross, rate)).toBe(vat);
  });

  const amounts = fc.integer({ min: 1, max: 1_000_000_000_000 });
  const rates = fc.integer({ min: 0, max: 10_000 });

  test("is the nearest unit, whatever the amount and the rate", () => {
    fc.assert(
      fc.property(amounts, rates, (gross, rate) => {
        const [g, r, vat] = [BigInt(gross), BigInt(rate), BigInt(vatInside(gross, rate))];
        const [exact, whole] = [g * r, 10_000n + r];
        const off = 2n * (vat * whole - exact);
        // At most half a unit off, and half goes up.
        expect(off > -whole && off <= whole).toBe(true);
        expect(vat <= g).toBe(true);
      }),
    );
  });

  test("is returned in full by parts that add up to the whole", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1 }),
        rates,
        (parts, rate) => {
          let before = 0;
          let vat = 0;
          for (const part of parts) {
            const one = vatOfPart(part, before, rate);
            expect(one >= 0 && one <= part).toBe(true);
            vat += one;
            before += part;
          }
          expect(vat).toBe(vatInside(before, rate));
        },
      ),
    );
  });

  test("control: is not returned in full when each part is rounded by itself", () => {
    expect(vatInside(50, 1_500) * 2).not.toBe(vatInside(100, 1_500));
    expect(vatOfPart(50, 0, 1_500) + vatOfPart(50, 50, 1_500)).toBe(vatInside(100, 1_500));
  });
});

test.each([
  [11_500, "SAR", "115.00"],
  [5, "SAR", "0.05"],
  [0, "SAR", "0.00"],
  [1_100, "JPY", "1100"],
  [0, "JPY", "0"],
  [1_234, "KWD", "1.234"],
  [7, "BHD", "0.007"],
  [100_000_000_000, "SAR", "1000000000.00"],
])("%i minor units of %s are written as %s", (amount, currency, words) => {
  expect(decimalText(amount, currency)).toBe(words);
});

describe("the lines of an invoice", () => {
  const lineOf = ([amountMinor, rateBasisPoints]: [number, number]) => ({
    name: { ar: "خدمة", en: "Service" },
    quantity: 1,
    covers: "full" as const,
    priceMinor: amountMinor,
    amountMinor,
    rateBasisPoints,
  });
  const lines = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 10_000_000 }), fc.constantFrom(0, 500, 1_500)), {
      minLength: 1,
      maxLength: 20,
    })
    .map((some) => some.map((one) => lineOf(one)));
  const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0);

  test("have VAT at their own rate, rounded once for each rate", () => {
    const { vatMinor, grossMinor, rateBasisPoints } = withVat([
      lineOf([10_000, 1_500]),
      lineOf([10_000, 1_500]),
      lineOf([10_000, 500]),
    ]);
    expect([grossMinor, vatMinor, rateBasisPoints]).toEqual([30_000, 2_609 + 476, null]);
    expect(withVat([lineOf([10_000, 500])]).rateBasisPoints).toBe(500);
  });

  test("add up to the document, and credited one by one return exactly its VAT", () => {
    fc.assert(
      fc.property(lines, (some) => {
        const whole = withVat(some);
        expect(sum(whole.lines.map((line) => line.vatMinor))).toBe(whole.vatMinor);
        expect(whole.lines.every((line) => line.vatMinor >= 0)).toBe(true);
        const before = new Map<number, number>();
        let vat = 0;
        for (const line of some) {
          vat += withVat([line], before).vatMinor;
          const { rateBasisPoints: rate, amountMinor } = line;
          before.set(rate, (before.get(rate) ?? 0) + amountMinor);
        }
        expect(vat).toBe(whole.vatMinor);
      }),
    );
  });

  test.each([
    [10_000, false, "full", "full"],
    [10_000, true, "venue", "full"],
    [3_000, false, "deposit", "deposit"],
    [7_000, true, "deposit", "balance"],
    [4_000, false, "full", "part"],
  ])(
    "with %i of 10000 paid, as the rest %s, on %s terms cover the %s",
    (amount, isBalance, terms, covers) => {
      const line = { amountMinor: amount, priceMinor: 10_000 };
      expect(coverageOf(line, { isBalance, paymentTerms: terms })).toBe(covers);
    },
  );
});
