import { expect } from "vitest";
import type { Sandbox } from "../../src/sandbox/open-sandbox.ts";
import { sandboxKeys } from "../harness/sandbox.ts";

/** A card whose owner the bank asks for approval. */
const CARD = {
  name: "Sara Example",
  number: "4111111111111111",
  month: "12",
  year: "2040",
  cvc: "123",
};

/** Creates a card token as the gateway's script does in the payer's browser. */
export async function cardToken({ moyasarUrl }: Sandbox): Promise<string> {
  const { publishableKey } = sandboxKeys;
  const { id } = await untilAnswered(`${moyasarUrl}/tokens`, {
    method: "POST",
    headers: {
      authorization: `Basic ${btoa(`${publishableKey}:`)}`,
      "content-type": "application/json",
      "user-agent": "a browser",
    },
    body: JSON.stringify({ ...CARD, save_only: true }),
  });
  return id!;
}

const TRIES = 10;

/** Retries, because the gateway's faults also hit the payer's browser. */
async function untilAnswered(
  url: string,
  request: RequestInit,
): Promise<{ id?: string; status?: string }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url, request);
      const words = await response.text();
      if (response.status < 500 && response.headers.get("content-type")?.includes("json")) {
        if (response.status !== 429) return JSON.parse(words);
      }
    } catch (error) {
      if (attempt === TRIES) throw error;
    }
    if (attempt === TRIES) throw new Error(`${url} does not answer`);
  }
}

/**
 * Enters a card on the gateway's page and stops at the bank's page.
 *
 * @returns the bank's page; undefined when the gateway's page takes no card any more
 */
export async function giveCard(page: string): Promise<string | undefined> {
  // With a token the payer goes straight to the bank's page.
  if (page.includes("/transaction_auths/")) return page;
  const url = new URL(page);
  const response = await fetch(`${url.origin}${url.pathname}/cards`, {
    method: "POST",
    body: new URLSearchParams(CARD),
    headers: { "user-agent": "a person's browser" },
    redirect: "manual",
  });
  await response.text();
  expect([200, 303]).toContain(response.status);
  const next = response.headers.get("location");
  return next?.includes("/transaction_auths/") ? next : undefined;
}

/** Captures or voids a held payment at the gateway, as its dashboard would; does nothing if nothing is held. */
export async function moveAtGateway(
  { moyasarUrl }: Sandbox,
  id: string,
  what: "capture" | "void",
): Promise<void> {
  const url = `${moyasarUrl}/payments/${id}`;
  const headers = {
    authorization: `Basic ${btoa(`${sandboxKeys.secretKey}:`)}`,
    "user-agent": "a dashboard",
  };
  const { status } = await untilAnswered(url, { headers });
  if (status === "authorized") await untilAnswered(`${url}/${what}`, { method: "POST", headers });
}
