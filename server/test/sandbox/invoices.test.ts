import { beforeEach, describe, expect, test } from "vitest";
import { HOUR_MS, instantText } from "../../src/base/time.ts";
import { openTestSandbox, payAsPerson, sandboxKeys } from "../harness/sandbox.ts";
import { basic, cards, moyasarCaller } from "./moyasar-caller.ts";

const sandbox = await openTestSandbox();
const call = moyasarCaller(sandbox);

beforeEach(() => sandbox.reset());

const wanted = {
  amount: 15_000,
  currency: "SAR",
  description: "حجز <b>١٠٤٢</b>",
  success_url: "https://merchant.example/done?order=7",
  back_url: "https://merchant.example/back",
  metadata: { payment: "p-1" },
};

async function open(more: Record<string, unknown> = {}) {
  const { status, body } = await call("POST", "/invoices", { ...wanted, ...more });
  expect(status).toBe(201);
  return body;
}

const fetched = async (id: string) => (await call("GET", `/invoices/${id}`)).body;

describe("the invoice page", () => {
  test.each(["ar", "en"] as const)(
    "takes a payment in %s and redirects to the success URL",
    async (lang) => {
      const invoice = await open();
      const url = invoice.url.replace("lang=en", `lang=${lang}`);
      const back = new URL(await payAsPerson(url, { outcome: "approve", lang }));
      expect(back.origin + back.pathname).toBe("https://merchant.example/done");
      const after = await fetched(invoice.id);
      expect(after).toMatchObject({
        status: "paid",
        payments: [{ status: "paid", amount: 15_000, invoice_id: invoice.id }],
      });
      expect(Object.fromEntries(back.searchParams)).toEqual({
        order: "7",
        id: after.payments[0].id,
        invoice_id: invoice.id,
        status: "paid",
        message: "APPROVED",
      });
    },
  );

  test("uses the requested language and direction and shows the amount due", async () => {
    const { url } = await open();
    const read = async (address: string, language = "") =>
      (await fetch(address, { headers: { "accept-language": language } })).text();
    const bare = url.replace("?lang=en", "");
    const english = await read(url, "ar");
    expect(english).toContain('<html lang="en" dir="ltr">');
    expect(english).toContain("Pay SAR\u00a0150.00");
    const arabic = await read(bare, "ar-SA,ar;q=0.9");
    expect(arabic).toContain('<html lang="ar" dir="rtl">');
    expect(arabic).toContain("المبلغ المطلوب");
    expect(arabic).toContain("١٥٠٫٠٠");
    expect(arabic).toContain("حجز &#60;b&#62;١٠٤٢");
  });

  test("lets the payer use another card after a declined one", async () => {
    const { id, url } = await open();
    const start = { outcome: "approve", card: cards.noFunds } as const;
    expect(await payAsPerson(url, start)).toBe("https://merchant.example/back");
    expect(await fetched(id)).toMatchObject({
      status: "initiated",
      payments: [{ status: "failed" }],
    });
    await payAsPerson(url, { outcome: "approve" });
    const after = await fetched(id);
    expect(after.status).toBe("paid");
    expect(after.payments).toHaveLength(2);
  });

  test("shows that the card was declined, and marks the invoice failed when the sandbox is set to", async () => {
    sandbox.set({ declinedInvoiceStatus: "failed" });
    const { id, url } = await open({ back_url: null });
    const end = await payAsPerson(url, { outcome: "decline" });
    expect(await (await fetch(end)).text()).toContain("The card was not accepted");
    expect((await fetched(id)).status).toBe("failed");
    await payAsPerson(url, { outcome: "approve" });
    expect((await fetched(id)).status).toBe("paid");
  });

  test("charges nothing when the payer goes back", async () => {
    const { id, url } = await open();
    expect(await payAsPerson(url, { outcome: "leave" })).toBe("https://merchant.example/back");
    expect((await fetched(id)).payments).toEqual([]);
  });

  test("shows an invalid form again with the typed values", async () => {
    const { id } = await open();
    const response = await fetch(`${sandbox.origin}/invoices/${id}/cards?lang=en`, {
      method: "POST",
      body: new URLSearchParams({ name: "Sara", number: "41", month: "1", year: "2001", cvc: "" }),
    });
    const page = await response.text();
    expect(page).toContain("Check these fields:");
    expect(page).toContain('name="number" value="41"');
    expect((await fetched(id)).payments).toEqual([]);
  });

  test("takes no second payment for a paid invoice, even from a page opened earlier", async () => {
    const { id, url } = await open();
    await payAsPerson(url, { outcome: "approve" });
    const form = { name: "A B", number: cards.approved, month: "1", year: "2040", cvc: "123" };
    const page = `${sandbox.origin}/invoices/${id}/cards?lang=en`;
    const late = await fetch(page, { method: "POST", body: new URLSearchParams(form) });
    expect(await late.text()).toContain("This invoice is paid.");
    expect((await fetched(id)).payments).toHaveLength(1);
  });
});

describe("the invoice API", () => {
  test("refuses an amount below 100, a missing description and an invalid URL", async () => {
    const { status, body } = await call("POST", "/invoices", { amount: 99, success_url: "shop" });
    expect(status).toBe(400);
    expect(Object.keys(body.errors).sort()).toEqual(["amount", "description", "success_url"]);
  });

  test("refuses to create an invoice with the publishable key", async () => {
    const authorization = basic(`${sandboxKeys.publishableKey}:`);
    expect((await call("POST", "/invoices", wanted, { authorization })).status).toBe(403);
  });

  test("finds an invoice by its metadata, with the time it was paid", async () => {
    const { url, id } = await open();
    await open({ metadata: { payment: "p-2" } });
    await payAsPerson(url, { outcome: "approve" });
    const { body } = await call("GET", "/invoices?metadata[payment]=p-1");
    expect(body.invoices).toMatchObject([{ id, paid_at: expect.any(String) }]);
    expect(body.invoices[0]).not.toHaveProperty("payments");
  });

  test("takes no card for a cancelled invoice, and cannot cancel an invoice twice or after payment", async () => {
    const { id, url } = await open({ back_url: null });
    expect((await call("PUT", `/invoices/${id}/cancel`)).body.status).toBe("canceled");
    expect(await payAsPerson(url, { outcome: "approve" })).toBe(url);
    expect((await call("PUT", `/invoices/${id}/cancel`)).status).toBe(400);
    const other = await open();
    await payAsPerson(other.url, { outcome: "approve" });
    expect((await call("PUT", `/invoices/${other.id}/cancel`)).status).toBe(400);
  });

  test("expires an invoice by the sandbox's clock", async () => {
    const { id, url } = await open({
      back_url: null,
      expired_at: instantText(Date.now() + HOUR_MS),
    });
    sandbox.set({ aheadMs: HOUR_MS });
    expect((await fetched(id)).status).toBe("expired");
    expect(await payAsPerson(url, { outcome: "approve" })).toBe(url);
    expect((await fetched(id)).payments).toEqual([]);
  });

  test("accepts a payment whose payer was at the bank when the invoice was cancelled", async () => {
    const { id, url } = await open();
    const atBank = await goToBank(url);
    await call("PUT", `/invoices/${id}/cancel`);
    await payAsPerson(atBank, { outcome: "approve" });
    expect(await fetched(id)).toMatchObject({ status: "paid", payments: [{ status: "paid" }] });
  });

  test("takes the invoice twice when two payers were at the bank at the same time", async () => {
    const { id, url } = await open();
    const banks = [await goToBank(url), await goToBank(url)];
    for (const bank of banks) await payAsPerson(bank, { outcome: "approve" });
    const after = await fetched(id);
    expect(after).toMatchObject({
      status: "paid",
      amount: 15_000,
      payments: [
        { status: "paid", amount: 15_000, invoice_id: id },
        { status: "paid", amount: 15_000, invoice_id: id },
      ],
    });
  });

  test("marks the invoice refunded when its payment is refunded", async () => {
    const { id, url } = await open();
    await payAsPerson(url, { outcome: "approve" });
    const [payment] = (await fetched(id)).payments;
    await call("POST", `/payments/${payment.id}/refund`);
    expect((await fetched(id)).status).toBe("refunded");
  });

  test("changes only an invoice's metadata, and creates at most 50 invoices in one request", async () => {
    const { id } = await open();
    const { body } = await call("PUT", `/invoices/${id}`, { metadata: { seen: "1" }, amount: 1 });
    expect(body).toMatchObject({ amount: 15_000, metadata: { payment: "p-1", seen: "1" } });
    const many = Array.from({ length: 50 }, () => wanted);
    expect((await call("POST", "/invoices/bulk", { invoices: many })).body.invoices).toHaveLength(
      50,
    );
    const tooMany = { invoices: [...many, wanted] };
    expect((await call("POST", "/invoices/bulk", tooMany)).status).toBe(400);
  });
});

/** Submits a card and stops at the bank's page, whose URL it returns. */
async function goToBank(invoiceUrl: string): Promise<string> {
  const url = new URL(invoiceUrl);
  const form = { name: "A B", number: cards.approved, month: "1", year: "2040", cvc: "123" };
  const response = await fetch(`${url.origin}${url.pathname}/cards?lang=en`, {
    method: "POST",
    body: new URLSearchParams(form),
    redirect: "manual",
  });
  return response.headers.get("location")!;
}
