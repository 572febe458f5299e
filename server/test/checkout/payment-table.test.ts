import { sql } from "kysely";
import { expect, test } from "vitest";
import { paymentMoves } from "../../src/payment/payment.ts";
import { createTestDatabase } from "../harness/test-database.ts";

const { owner } = await createTestDatabase();

test("the payment moves in the database equal those in the code", async () => {
  const { rows } = await sql<{ from_status: string; to_status: string }>`
    select from_status, to_status from payment_moves`.execute(owner);
  const stored = rows.map((row) => `${row.from_status} → ${row.to_status}`);
  const written = Object.entries(paymentMoves).flatMap(([from, all]) =>
    all.map((to) => `${from} → ${to}`),
  );
  expect(stored.toSorted()).toEqual(written.toSorted());
});
