import { sql } from "kysely";
import { expect, test } from "vitest";
import { gatewayNames, gatewayOf, isCardGateway } from "../../src/payment/card-gateways.ts";
import { createTestDatabase } from "../harness/test-database.ts";

test("the database lists the same card gateways as the code", async () => {
  const { owner } = await createTestDatabase();
  const { rows } = await sql<{ name: string }>`
    select name from gateways where takes_cards order by name`.execute(owner);
  expect(rows.map(({ name }) => name)).toEqual([...gatewayNames].toSorted());
});

test("wallets and venues have no card gateway", () => {
  expect(["wallet", "venue", "constructor"].map(isCardGateway)).toEqual([false, false, false]);
  expect(gatewayOf({}, { gateway: "wallet" })).toBeUndefined();
});
