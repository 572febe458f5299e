import { newId } from "../../../src/base/id.ts";
import type { Sandbox } from "../../../src/sandbox/open-sandbox.ts";
import type { Charge, Gateway } from "../../../src/payment/gateway.ts";
import { openMoyasar, type MoyasarOptions } from "../../../src/payment/gateways/moyasar-gateway.ts";
import { payAsPerson, sandboxKeys } from "../../harness/sandbox.ts";
import { basic, moyasarCaller, paymentOf, type Anything } from "../../sandbox/moyasar-caller.ts";

/** Test cards and their outcomes (docs.moyasar.com, test cards). */
export const cards = {
  mada: "4201320111111010",
  visa: "4111111111111111",
  noFunds: "4123120001090000",
  /** Declined before the payer is sent to the bank. */
  refusedAtOnce: "4111113343111067",
};

/** A gateway that does not wait between two tries. */
export function openTestMoyasar(url: string, more: Partial<MoyasarOptions> = {}): Gateway {
  return openMoyasar({
    url,
    secretKey: sandboxKeys.secretKey,
    webhookSecret: sandboxKeys.webhookSecret,
    timeoutMs: 2_000,
    wait: async () => undefined,
    ...more,
  });
}

export function chargeOf(more: Partial<Charge> = {}): Charge {
  return {
    id: newId(),
    amount: { amount: 15_000, currency: "SAR" },
    description: "Booking 7H3K9QZ2",
    returnUrl: "https://book.example/orders/1?from=card",
    isManual: false,
    ...more,
  };
}

/** Reads the sandbox and acts there as browsers and payers do. */
export function moyasarWorld(sandbox: Sandbox) {
  const call = moyasarCaller(sandbox);
  /** Creates a token as the card form in a browser does. */
  const token = async (number: string = cards.mada): Promise<string> => {
    const { type: _, ...card } = paymentOf({}, { number }).source;
    const authorization = basic(`${sandboxKeys.publishableKey}:`);
    const { body } = await call("POST", "/tokens", { ...card, save_only: true }, { authorization });
    return body.id as string;
  };
  /** Lists all payments and invoices, oldest first. */
  const listed = async (): Promise<{ payments: Anything[]; invoices: Anything[] }> =>
    (await fetch(`${sandbox.origin}/sandbox/payments`)).json() as Anything;
  const pay = async (gateway: Gateway, charge: Charge) => {
    const { object, ref, redirectUrl } = await gateway.charge(charge);
    await payAsPerson(redirectUrl!, { outcome: "approve" });
    return { id: charge.id, ref: { object, ref } };
  };
  /** Pays with a token, approved at the bank. */
  const paid = async (gateway: Gateway, more: Partial<Charge> = {}) =>
    pay(gateway, chargeOf({ token: await token(), ...more }));
  const held = async (gateway: Gateway) => paid(gateway, { isManual: true });
  const paidOnPage = async (gateway: Gateway) => pay(gateway, chargeOf());
  return { call, token, listed, paid, held, paidOnPage };
}

/** Enters a card on an invoice's page and stops at the bank's page. */
export async function goToBank(invoicePage: string): Promise<string> {
  const { type: _, "3ds": __, ...card } = paymentOf({}, { number: cards.mada }).source;
  const page = await (await fetch(invoicePage)).text();
  const action = / action="([^"]*)"/.exec(page)![1]!.replaceAll("&#38;", "&");
  const body = new URLSearchParams(
    Object.entries({ ...card }).map(([name, value]) => [name, String(value)]),
  );
  const sent = await fetch(new URL(action, invoicePage), {
    method: "POST",
    body,
    redirect: "manual",
  });
  return new URL(sent.headers.get("location")!, invoicePage).href;
}
