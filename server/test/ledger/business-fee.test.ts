import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { sqlState } from "../../src/db/sql-error.ts";
import { makeBusiness } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { morning } from "../harness/test-app.ts";
import { asPlatform, openBooks } from "./ground.ts";

const books = await openBooks();
const { db } = books;

let admin: Caller;
let businessId: string;
const url = (id = businessId) => `/v1/admin/businesses/${id}/fee`;

beforeAll(async () => {
  admin = books.as((await makePerson(db, { admin: true })).token);
  ({ businessId } = await asPlatform(db, (tx) => makeBusiness(tx, "salon")));
});

describe("the platform's fee for a business", () => {
  test("is zero until it is set, and every change is audited", async () => {
    const { body: before } = await admin.get(url());
    expect(before.basisPoints).toBe(0);
    const { status, body } = await admin.send("PATCH", url(), { basisPoints: 250 });
    expect([status, body.basisPoints]).toEqual([200, 250]);
    expect((await admin.get(url())).body).toEqual(body);
    const { rows } = await sql`
      select action, before->'basisPoints' as before, after->'basisPoints' as after from audit_log
      where business_id = ${businessId} and action = 'business.feeChanged'`.execute(books.owner);
    expect(rows).toEqual([{ action: "business.feeChanged", before: 0, after: 250 }]);
  });

  test("can be changed with a current If-Match but not with a stale one", async () => {
    const { headers } = await admin.get(url());
    const etag = { "if-match": headers.get("etag")! };
    expect((await admin.send("PATCH", url(), { basisPoints: 300 }, etag)).status).toBe(200);
    expect((await admin.send("PATCH", url(), { basisPoints: 400 }, etag)).status).toBe(412);
  });

  test.each([-1, 5_001, 2.5, "250", null])("refuses %s", async (basisPoints) => {
    const { status, body } = await admin.send("PATCH", url(), { basisPoints });
    expect([status, body.errors[0].pointer]).toEqual([422, "/basisPoints"]);
  });

  test("cannot be changed by the business, nor for an unknown business", async () => {
    const owner = await makeMember(db, businessId, "owner");
    const asked = await books.as(owner.token).send("PATCH", url(), { basisPoints: 0 });
    expect(asked.status).toBe(403);
    expect((await admin.send("PATCH", url(newId()), { basisPoints: 1 })).status).toBe(404);
  });

  test("cannot be changed by a business owner in the database either", async () => {
    const owner = await makeMember(db, businessId, "owner");
    const context = { scope: "member", userId: owner.id, businessId, actor: "test" } as const;
    const changes = [
      sql`update businesses set fee_basis_points = 0 where id = ${businessId}`,
      sql`select set_business_fee(${businessId}::uuid, 0)`,
    ];
    for (const change of changes) {
      const state = await inTransaction(db, { ...context, now: morning }, (tx) =>
        change.execute(tx),
      ).then(() => undefined, sqlState);
      expect(state).toBe("42501");
    }
  });
});
