import chromiumPackage from "@sparticuz/chromium";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSalon } from "../harness/businesses.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makePerson } from "../harness/people.ts";
import { haircut } from "../flows/wants.ts";

/** Pays as a person does: in a browser, on the gateway's page and on the bank's page. */

const app = await startMoneyApp();

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: await chromiumPackage.executablePath(),
    // With --single-process the browser ends with its first page.
    args: [...chromiumPackage.args.filter((one) => one !== "--single-process"), "--no-sandbox"],
    headless: true,
  });
}, 60_000);
afterAll(async () => browser.close());

async function begin() {
  const salon = await makeSalon(app.db, { terms: { payment_terms: "full" } });
  const customer = app.as((await makePerson(app.db)).token);
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  const { body: order } = await customer.post("/v1/orders", { items });
  const body = { method: "card", returnUrl: `${app.origin}/` };
  const { body: payment } = await customer.post(`/v1/orders/${order.id}/payments`, body);
  return { customer, order, payment };
}

async function payOn(page: Page, url: string, decision: RegExp): Promise<void> {
  await page.goto(url);
  await page.getByRole("button").first().click();
  await page.getByRole("button", { name: decision }).click();
}

test.each([
  ["en", { width: 1440, height: 900 }, /Approve/],
  ["ar", { width: 390, height: 844 }, /موافقة/],
])(
  "a person pays an order in a browser through the pages in %s",
  { timeout: 60_000 },
  async (locale, viewport, approve) => {
    const { customer, order, payment } = await begin();
    const page = await browser.newPage({ locale, viewport });
    const url = payment.redirectUrl.replace("lang=en", `lang=${locale}`);
    await payOn(page, url, approve);
    await page.waitForURL(`${app.origin}/**`);
    expect(new URL(page.url()).searchParams.get("paymentId")).toBe(payment.id);
    await page.close();
    await app.work();
    expect((await customer.get(`/v1/orders/${order.id}`)).body.status).toBe("confirmed");
    const { body: paid } = await customer.get(`/v1/payments/${payment.id}`);
    expect([paid.status, paid.captured]).toEqual(["paid", sar(10_000)]);
  },
);
