import { sql } from "kysely";
import { expect, test } from "vitest";
import { gatewayNames, gatewayOf, isCardGateway } from "../../src/payment/card-gateways.ts";
import { createTestDatabase } from "../harness/test-database.ts";

test("the database knows the same gateways", async () => {
  const { owner } = await createTestDatabase();
  const { rows } = await sql<{ name: string }>`
    select name from gateways where takes_cards order by name`.execute(owner);
  expect(rows.map(({ name }) => name)).toEqual([...gatewayNames].toSorted());
});

test("nobody is called for money in a wallet or a till", () => {
  expect(["wallet", "venue", "constructor"].map(isCardGateway)).toEqual([false, false, false]);
  expect(gatewayOf({}, { gateway: "wallet" })).toBeUndefined();
});
