import { expect } from "vitest";
import { fillWallet } from "../harness/money-app.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { cardToken } from "./card-token.ts";
import { book, send, type Estate, type PaidOrder } from "./estate.ts";

/** The price of every service in a salon, in minor units. */
export const PRICE = 10_000;

export function returnUrl({ mark }: Pick<Estate, "mark">): string {
  return `https://book.example/back?of=${mark}`;
}

/** Books one more appointment for the customer, fills the wallet for it and pays from it. */
export async function payFromWallet(estate: Estate): Promise<PaidOrder> {
  await fillWallet(estate.app, estate.customer.id, PRICE);
  return pay(estate, "prepaidId", { method: "wallet" }, "paid");
}

/** A payment whose payer was sent to the gateway's page and has not returned. */
export async function beginByCard(estate: Estate): Promise<PaidOrder> {
  return pay(estate, "prepaidId", { method: "card" }, "initiated");
}

/** A payment authorized on a card while the booking waits for the business. */
export async function holdOnCard(estate: Estate): Promise<PaidOrder> {
  const token = await cardToken(estate.app.sandbox);
  const begun = await pay(estate, "heldId", { method: "card", token }, "initiated");
  await payAsPerson(begun.redirectUrl, { outcome: "approve" });
  const url = `/v1/payments/${begun.paymentId}/check`;
  const { status } = await send(estate, "POST", url, {}, { by: estate.customer });
  expect(status).toBe("authorized");
  return begun;
}

async function pay(
  estate: Estate,
  service: "prepaidId" | "heldId",
  how: object,
  expected: string,
): Promise<PaidOrder & { redirectUrl: string }> {
  const { id: bookingId, orderId } = await book(estate, service);
  const body = { returnUrl: returnUrl(estate), ...how };
  const url = `/v1/orders/${orderId}/payments`;
  const { id, status, redirectUrl } = await send(estate, "POST", url, body, {
    by: estate.customer,
  });
  expect(status).toBe(expected);
  return { orderId, bookingId, paymentId: id, redirectUrl };
}
