import { expect } from "vitest";
import type { Sandbox } from "../../src/sandbox/open-sandbox.ts";
import { sandboxKeys } from "../harness/sandbox.ts";

/** A card that is approved without 3-D Secure. */
const UNASKED_CARD = "4111114005765430";

const tokens = new WeakMap<Sandbox, Promise<string>>();

/** The token that the gateway's browser script makes of a card; made once for each sandbox. */
export function cardToken(sandbox: Sandbox): Promise<string> {
  const known = tokens.get(sandbox) ?? saveCard(sandbox);
  tokens.set(sandbox, known);
  return known;
}

async function saveCard({ moyasarUrl }: Sandbox): Promise<string> {
  const expiry = { month: 12, year: 2040, cvc: "123" };
  const card = { name: "Sara Example", number: UNASKED_CARD, ...expiry, save_only: true };
  const response = await fetch(`${moyasarUrl}/tokens`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${sandboxKeys.publishableKey}:`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(card),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}
