import { describe, expect, test } from "vitest";
import { instantText } from "../../src/base/time.ts";
import type { Db } from "../../src/db/connection.ts";
import { inRead, inSnapshot } from "../../src/db/in-transaction.ts";
import { buildServer } from "../../src/http/server.ts";
import { actorFinder } from "../../src/identity/find-actor.ts";
import { ledgerRoutes } from "../../src/ledger/routes.ts";
import { readStatement, type Statement } from "../../src/ledger/statement.ts";
import { makeBusiness } from "../harness/businesses.ts";
import { callerOf } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { asPlatform, at, earn, openBooks } from "./ground.ts";

/** Money that comes in while a statement is read is in both its sums and its lines, or in neither. */

const books = await openBooks();
const { db } = books;
const { businessId } = await asPlatform(db, (tx) => makeBusiness(tx, "salon"));
await earn(db, businessId, { amount: 1_000, fee: 25 });

/** The same database, with a new earning after every query made through it. */
const busy: Db = db.withPlugin({
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => {
    await earn(db, businessId, { amount: 10, fee: 1 });
    return result;
  },
});

const context = { scope: "platform", actor: "system:test", now: instantText(at) } as const;

type Sums = Pick<Statement, "gross" | "fees" | "net" | "balance" | "items">;

/** Returns the gross amount by its sums and by its lines. */
function grossOf({ gross, items }: Sums): [number, number] {
  const lines = items.filter(({ part }) => part === "gross");
  return [gross.amount, lines.reduce((sum, { amount }) => sum + amount.amount, 0)];
}

function expectAgreement(statement: Sums): void {
  const [sum, lines] = grossOf(statement);
  expect(lines).toBe(sum);
  const moved = statement.items.reduce((total, { amount }) => total + amount.amount, 0);
  expect(moved).toBe(statement.net.amount);
  expect(statement.balance).toEqual(statement.net);
}

describe("a statement that is read while money comes in", () => {
  test("agrees with itself in one snapshot", async () => {
    const read = await inSnapshot(busy, context, (tx) =>
      readStatement(tx, businessId, { limit: 100 }),
    );
    expectAgreement(read);
  });

  test("control: disagrees with itself when each query sees what is committed by then", async () => {
    const read = await inRead(busy, context, (tx) => readStatement(tx, businessId, { limit: 100 }));
    const [sum, lines] = grossOf(read);
    expect(lines).toBeGreaterThan(sum);
  });

  test("agrees with itself over HTTP for managers and for the platform", async () => {
    const parts = { ...books.parts, db: busy };
    const server = buildServer({
      routes: ledgerRoutes({ mainGateway: "moyasar" }),
      parts,
      findActor: actorFinder(db, books.clock, parts.metrics),
    });
    const origin = await server.listen({ port: 0, host: "127.0.0.1" });
    try {
      const manager = await makeMember(db, businessId, "manager");
      const admin = await makePerson(db, { admin: true });
      for (const [scope, { token }] of Object.entries({ manage: manager, admin })) {
        const url = `/v1/${scope}/businesses/${businessId}/statement?limit=100`;
        const { status, body } = await callerOf(origin, token).get(url);
        expect(status).toBe(200);
        expectAgreement(body);
      }
    } finally {
      await server.close();
    }
  });
});
