import fc from "fast-check";
import { expect, test } from "vitest";
import {
  currencyDecimals,
  formatMoney,
  money,
  percentOfMinor,
  shareOfMinor,
  sumMoney,
} from "../../src/base/money.ts";

test("an amount must be a safe integer in minor units, with an ISO currency code", () => {
  expect(money(15_000, "SAR")).toEqual({ amount: 15_000, currency: "SAR" });
  for (const wrong of [1.5, Number.NaN, 2 ** 53, Infinity]) {
    expect(() => money(wrong, "SAR")).toThrow(RangeError);
  }
  for (const wrong of ["sar", "RIYAL", ""]) expect(() => money(1, wrong)).toThrow(RangeError);
});

test("amounts in different currencies cannot be added", () => {
  expect(sumMoney([money(100, "SAR"), money(250, "SAR")], "SAR")).toEqual(money(350, "SAR"));
  expect(sumMoney([], "KWD")).toEqual(money(0, "KWD"));
  expect(() => sumMoney([money(1, "SAR"), money(1, "USD")], "SAR")).toThrow("USD added to SAR");
});

test("half a minor unit is rounded up", () => {
  expect(percentOfMinor(15_000, 25)).toBe(3_750);
  expect(percentOfMinor(50, 1)).toBe(1);
  expect(percentOfMinor(49, 1)).toBe(0);
  expect(shareOfMinor(10_000, 90, 60)).toBe(15_000);
});

test("a share stays exact beyond the precision of a double", () => {
  expect(shareOfMinor(Number.MAX_SAFE_INTEGER, 100, 100)).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => shareOfMinor(Number.MAX_SAFE_INTEGER, 2, 1)).toThrow(RangeError);
  expect(() => shareOfMinor(-1, 1, 2)).toThrow(RangeError);
});

test("a percentage and its complement add up to the whole amount, give or take one minor unit", () => {
  const amounts = fc.integer({ min: 0, max: 10 ** 12 });
  fc.assert(
    fc.property(amounts, fc.integer({ min: 0, max: 100 }), (amount, percent) => {
      const rest = amount - percentOfMinor(amount, percent);
      expect(rest).toBeGreaterThanOrEqual(0);
      expect(percentOfMinor(amount, 100 - percent) - rest).toBeLessThanOrEqual(1);
    }),
  );
});

test("money is formatted with the currency's own number of decimals", () => {
  expect(currencyDecimals("SAR")).toBe(2);
  expect(currencyDecimals("KWD")).toBe(3);
  expect(currencyDecimals("JPY")).toBe(0);
  expect(formatMoney(money(15_000, "SAR"), "en")).toMatch(/150\.00/);
  expect(formatMoney(money(15_000, "JPY"), "en")).toMatch(/15,000$/);
  expect(formatMoney(money(1_500, "KWD"), "ar")).toMatch(/١٫٥٠٠/);
});
