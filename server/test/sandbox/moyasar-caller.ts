import { randomUUID } from "node:crypto";
import type { Sandbox } from "../../src/sandbox/open-sandbox.ts";
import { sandboxKeys } from "../harness/sandbox.ts";

/** The type of answers of a foreign API, which tests read without types. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Anything = any;

export interface MoyasarAnswer {
  status: number;
  type: string;
  body: Anything;
}

/** Returns a caller of the emulated API, which sends the secret key unless told otherwise. */
export function moyasarCaller(sandbox: Sandbox) {
  return async (
    method: string,
    path: string,
    body?: unknown,
    options: { authorization?: string; form?: boolean } = {},
  ): Promise<MoyasarAnswer> => {
    const { authorization = basic(`${sandboxKeys.secretKey}:`), form = false } = options;
    const response = await fetch(sandbox.moyasarUrl + path, {
      method,
      headers: {
        "user-agent": "holdfast-test",
        ...(authorization && { authorization }),
        ...(body !== undefined && {
          "content-type": form ? "application/x-www-form-urlencoded" : "application/json",
        }),
      },
      body: form ? String(body) : JSON.stringify(body),
    });
    const type = response.headers.get("content-type") ?? "";
    const text = await response.text();
    return {
      status: response.status,
      type,
      body: type.includes("json") && text !== "" ? JSON.parse(text) : text,
    };
  };
}

export function basic(words: string): string {
  return `Basic ${Buffer.from(words).toString("base64")}`;
}

export const cards = {
  approved: "4111111111111111",
  noFunds: "4123120001090000",
  frictionless: "4111114005765430",
};

/** A complete card payment request, charged at once unless `source` says otherwise. */
export function paymentOf(more: Record<string, unknown> = {}, source: object = {}) {
  return {
    given_id: randomUUID(),
    amount: 15_000,
    currency: "SAR",
    description: "Booking 1042",
    callback_url: "https://merchant.example/return?order=7",
    source: {
      type: "creditcard",
      name: "Sara Example",
      number: cards.approved,
      month: 12,
      year: 2040,
      cvc: "123",
      "3ds": false,
      ...source,
    },
    ...more,
  };
}
