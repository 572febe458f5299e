import { createHash } from "node:crypto";
import { toString as drawQr } from "qrcode";
import { beforeAll, describe, expect, test } from "vitest";
import { formatMoney } from "../../src/base/money.ts";
import type { Locale } from "../../src/base/text.ts";
import { invoicePage } from "../../src/invoice/invoice-page.ts";
import type { InvoiceView } from "../../src/invoice/invoice-view.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson, type Person } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut } from "../flows/wants.ts";
import { book, documentsOf, pay, refund, register, tell } from "./ground.ts";

const app = await startTestApp({ clock: standingClock() });
const { db } = app;

let salon: Salon;
let person: Person;
let customer: Caller;
let invoice: string;
let note: string;
let receipt: string;

beforeAll(async () => {
  person = await makePerson(db);
  customer = app.as(person.token);
  salon = await makeSalon(db, { staff: 3 });
  await register(app, salon.businessId);
  const items = [
    haircut(salon, "2026-11-24T10:00:00+03:00"),
    haircut(salon, "2026-11-24T10:30:00+03:00"),
  ];
  const share = await pay(app, await book(customer, items), 6_000, { purpose: "balance" });
  await tell(app);
  await refund(app, share, 1_500);
  await tell(app);
  [invoice, note] = (await documentsOf(app, salon.businessId)).map(({ id }) => id) as [
    string,
    string,
  ];
  const unregistered = await makeSalon(db);
  const plain = await book(customer, [haircut(unregistered, "2026-11-25T10:00:00+03:00")]);
  await pay(app, plain, 10_000);
  await tell(app);
  receipt = (await documentsOf(app, unregistered.businessId))[0]!.id;
});

const pageOf = async (id: string, lang?: Locale, headers = {}) =>
  customer.send("GET", `/v1/invoices/${id}/page${lang ? `?lang=${lang}` : ""}`, undefined, headers);

/** Returns the visible text: tags removed, blanks collapsed. */
function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>|<svg.*?<\/svg>|<title>.*?<\/title>/gs, " ")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
}

const sar = (amount: number, locale: Locale) =>
  formatMoney({ amount, currency: "SAR" }, locale).replaceAll(/\s+/g, " ");

describe.each(["ar", "en"] as const)("the page of an invoice in %s", (locale) => {
  test("has every figure in that language's digits, and the words of both languages", async () => {
    const { status, body, headers } = await pageOf(invoice, locale);
    expect([status, headers.get("content-type"), headers.get("content-language")]).toEqual([
      200,
      "text/html; charset=utf-8",
      locale,
    ]);
    expect(body).toContain(`<html lang="${locale}" dir="${locale === "ar" ? "rtl" : "ltr"}">`);
    const text = textOf(body);
    for (const words of [
      "فاتورة ضريبية مبسطة",
      "Simplified tax invoice",
      "صالون الأناقة",
      "Elegance Salon Est.",
      "Olaya Street, Riyadh 12211",
      "310122393500003",
      "باقي المبلغ",
      "Balance",
      // 60.00 of a service at 100.00, with 7.83 VAT.
      sar(10_000, locale),
      sar(5_217, locale),
      sar(783, locale),
      sar(6_000, locale),
      locale === "ar" ? "١٥٪" : "15%",
      // 06:00 UTC is 09:00 in Riyadh, in the Gregorian calendar.
      locale === "ar" ? "٢٠٢٦" : "21 November 2026",
      locale === "ar" ? "٩:٠٠" : "09:00",
      "Asia/Riyadh",
    ]) {
      expect(text).toContain(words);
    }
  });

  test("shows the QR code of the JSON representation", async () => {
    const { body } = await pageOf(invoice, locale);
    const { qr } = (await customer.get(`/v1/invoices/${invoice}`)).body;
    const drawing = await drawQr(qr, { type: "svg", errorCorrectionLevel: "M", margin: 4 });
    expect(body).toContain(/ d="(M4[^"]+)"/.exec(drawing)![1]);
  });

  test("for a credit note names what it corrects and why", async () => {
    const text = textOf((await pageOf(note, locale)).body);
    for (const words of [
      "Credit note to a simplified tax invoice",
      "إشعار دائن لفاتورة ضريبية مبسطة",
      "Corrects invoice number",
      "Booking cancelled",
      "إلغاء الحجز",
      sar(1_500, locale),
      sar(196, locale),
      sar(1_304, locale),
    ]) {
      expect(text).toContain(words);
    }
  });

  test("without a VAT number is a receipt with one amount, no other mention of VAT, and no QR code", async () => {
    const { body } = await pageOf(receipt, locale);
    const text = textOf(body);
    for (const words of [
      "إيصال",
      "Receipt",
      "Not registered for VAT",
      "غير مسجل",
      sar(10_000, locale),
    ]) {
      expect(text).toContain(words);
    }
    expect(text.replace("Not registered for VAT", "")).not.toMatch(/VAT|tax invoice|15%|١٥٪/i);
    expect(text.replace("غير مسجل في ضريبة القيمة المضافة", "")).not.toContain("ضريب");
    expect(body).not.toContain("<svg");
  });
});

test("without ?lang the page uses the language of the request, and an unknown ?lang is refused", async () => {
  const languages = [];
  for (const accepted of ["ar-SA,ar;q=0.9", "en", "fr"]) {
    const { headers } = await pageOf(invoice, undefined, { "accept-language": accepted });
    languages.push(headers.get("content-language"));
  }
  expect(languages).toEqual(["ar", "en", "en"]);
  const { headers } = await pageOf(invoice, "ar", { "accept-language": "en" });
  expect(headers.get("content-language")).toBe("ar");
  expect((await customer.get(`/v1/invoices/${invoice}/page?lang=fr`)).status).toBe(422);
});

test("a browser can open the page with its session cookie", async () => {
  const headers = { cookie: `holdfast_session=${person.token}` };
  const { status } = await app.as().send("GET", `/v1/invoices/${invoice}/page`, undefined, headers);
  expect(status).toBe(200);
});

test("the page loads nothing from outside, and its policy allows only its own style", async () => {
  const { body, headers } = await pageOf(invoice, "ar");
  const [, style] = /<style>(.*)<\/style>/s.exec(body)!;
  const hash = createHash("sha256").update(style!).digest("base64");
  expect(headers.get("content-security-policy")).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  expect(headers.get("cache-control")).toBe("no-store");
  expect(body).not.toMatch(/<script|<img|<iframe| on\w+=| style=|url\(|@import/i);
  const addresses = Array.from(body.matchAll(/(?:href|src)="([^"]*)"/g), ([, one]) => one);
  expect(addresses).toEqual(["data:,", "?lang=en"]);
});

test("text that people typed is escaped on the page and never becomes markup", async () => {
  const evil = `<img src=x onerror=alert(1)>&"'`;
  const { body } = await customer.get(`/v1/invoices/${invoice}`);
  const name = { ar: evil, en: `${evil} en` };
  const view = body as InvoiceView;
  const page = await invoicePage(
    {
      ...view,
      buyerName: evil,
      refundCause: evil,
      bookingReference: evil,
      seller: { ...view.seller, name, address: name, vatNumber: evil },
      lines: view.lines.map((line) => ({ ...line, name })),
    },
    "en",
  );
  expect(page).not.toContain("<img");
  expect(
    page.match(/&#60;img src=x onerror=alert\(1\)&#62;&#38;&#34;&#39;/g)!.length,
  ).toBeGreaterThan(8);
});

test("an unknown invoice answers with a problem, not a page", async () => {
  const { status, headers } = await pageOf("01a1fba8-62bf-7bea-a98f-b1ca6da38411");
  expect([status, headers.get("content-type")]).toEqual([
    404,
    "application/problem+json; charset=utf-8",
  ]);
});

test("the OpenAPI document describes the page as HTML", async () => {
  const { body } = await app.as().get("/openapi.json");
  const { responses } = body.paths["/v1/invoices/{id}/page"].get;
  expect(Object.keys(responses["200"].content)).toEqual(["text/html"]);
  const { $ref } = body.paths["/v1/invoices/{id}"].get.responses["200"];
  expect($ref).toBe("#/components/responses/Invoice");
  expect(Object.keys(body.components.responses.Invoice.content)).toEqual(["application/json"]);
});

test("amounts on the page have the decimals of their currency", async () => {
  const { body } = await customer.get(`/v1/invoices/${invoice}`);
  const view = body as InvoiceView;
  const inCurrency = (currency: string) =>
    invoicePage({ ...view, gross: { amount: 123_456, currency } }, "en");
  expect(textOf(await inCurrency("KWD"))).toContain("123.456");
  expect(textOf(await inCurrency("JPY"))).toContain("123,456");
});

test("a VAT rate of zero is shown as 0%, unlike a business without VAT", async () => {
  const bus = await makeSalon(db);
  await register(app, bus.businessId, { rate: 0 });
  const booked = await book(customer, [haircut(bus, "2026-11-26T10:00:00+03:00")]);
  await pay(app, booked, 10_000);
  await tell(app);
  const [document] = await documentsOf(app, bus.businessId);
  const text = textOf((await pageOf(document!.id, "en")).body);
  expect(text).toContain("0%");
  expect(text).toContain(sar(0, "en"));
});
