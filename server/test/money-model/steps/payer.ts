import fc from "fast-check";
import { expect } from "vitest";
import { payAsPerson } from "../../harness/sandbox.ts";
import { pick, type Books, type Payment } from "../books.ts";
import { giveCard } from "../payer.ts";
import { ask, type World } from "../world.ts";
import { deed, type Deed } from "./deed.ts";

const recent = fc.oneof({ weight: 3, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: fc.nat(11) });

function onPayment(
  words: string,
  at: number,
  act: (payment: Payment, world: World) => Promise<void>,
  prefers?: (payment: Payment) => boolean,
): Deed {
  return deed(
    `${words} payment -${at}`,
    (books, world) => act(pick(payable(books), at, prefers), world),
    (books) => payable(books).length > 0,
  );
}

function payable({ payments }: Books): Payment[] {
  return payments.toReversed().filter(({ page }) => page !== null);
}

/** The payer enters a card, perhaps in another tab, and is asked by the bank; they decide later, if ever. */
export const goingToBank: fc.Arbitrary<Deed> = recent.map((at) =>
  onPayment("gives a card for", at, async ({ page, banks }) => {
    const bank = await giveCard(page!);
    if (bank !== undefined && !banks.includes(bank)) banks.push(bank);
  }),
);

export const deciding: fc.Arbitrary<Deed> = fc
  .record({
    at: recent,
    outcome: fc.oneof(
      { weight: 8, arbitrary: fc.constant("approve" as const) },
      { weight: 2, arbitrary: fc.constantFrom("decline" as const, "cancel" as const) },
      { weight: 1, arbitrary: fc.constant("leave" as const) },
    ),
  })
  .map(({ at, outcome }) =>
    onPayment(
      `says ${outcome} for`,
      at,
      async ({ page, banks }) => {
        const bank = outcome === "leave" ? banks[0] : banks.shift();
        await payAsPerson(bank ?? page!, { outcome });
      },
      ({ banks }) => banks.length > 0,
    ),
  );

/** The payer returns from the gateway's page, and their browser checks the payment. */
export const returning: fc.Arbitrary<Deed> = recent.map((at) =>
  onPayment("comes back from", at, async ({ id, who }, world) => {
    const path = `/v1/payments/${id}/check`;
    const answer = await ask(world, world.customers[who]!, { path }, ["503 unavailable"]);
    if (answer) expect(answer.body.id).toBe(id);
  }),
);
