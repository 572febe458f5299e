import { expect, test } from "vitest";
import { zatcaQr } from "../../src/invoice/zatca-qr.ts";

test("the QR code encodes tag, length and value of its five fields, byte for byte", () => {
  const text = zatcaQr({
    sellerName: "حلاق",
    vatNumber: "310122393500003",
    issuedAt: "2026-11-21T06:00:00.000Z",
    gross: "115.00",
    vat: "15.00",
  });
  // Written out by hand: four Arabic letters are eight bytes, d8 ad is ح.
  const bytes = `
    01 08 d8 ad d9 84 d8 a7 d9 82
    02 0f 33 31 30 31 32 32 33 39 33 35 30 30 30 30 33
    03 14 32 30 32 36 2d 31 31 2d 32 31 54 30 36 3a 30 30 3a 30 30 5a
    04 06 31 31 35 2e 30 30
    05 05 31 35 2e 30 30`;
  expect(Buffer.from(text, "base64").toString("hex")).toBe(bytes.replaceAll(/\s/g, ""));
});

test("the QR code equals the one of another implementation (github.com/SallaApp/ZATCA, its README)", () => {
  const text = zatcaQr({
    sellerName: "Salla",
    vatNumber: "1234567891",
    issuedAt: "2021-07-12T14:25:09Z",
    gross: "100.00",
    vat: "15.00",
  });
  expect(text).toBe("AQVTYWxsYQIKMTIzNDU2Nzg5MQMUMjAyMS0wNy0xMlQxNDoyNTowOVoEBjEwMC4wMAUFMTUuMDA=");
});

test("a seller name of 255 bytes fits, and a longer one is refused rather than cut", () => {
  const facts = { vatNumber: "310122393500003", issuedAt: "2026-11-21T06:00:00Z" };
  const money = { gross: "115.00", vat: "15.00" };
  const longest = `${"ب".repeat(127)}.`;
  const bytes = Buffer.from(zatcaQr({ sellerName: longest, ...facts, ...money }), "base64");
  expect([bytes[1], bytes.subarray(2, 257).toString()]).toEqual([255, longest]);
  expect(() => zatcaQr({ sellerName: `${longest}.`, ...facts, ...money })).toThrow(RangeError);
});
