import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { MINUTE_MS } from "../../src/base/time.ts";
import { businessBalance } from "../../src/ledger/business-balance.ts";
import { makeBusiness } from "../harness/businesses.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { snapshot } from "../isolation/snapshot.ts";
import { asPlatform, brokenMoney, earn, openBooks, sar } from "./ground.ts";

const books = await openBooks();
const { db, owner } = books;
const { id: adminId, token } = await makePerson(db, { admin: true });
const admin = books.as(token);
const url = "/v1/admin/payoutBatches";

/** Each test uses currencies of its own, because a batch that names no business pays everybody. */
async function makeSeller(amount: number, currency = "SAR"): Promise<string> {
  const { businessId } = await asPlatform(db, (tx) => makeBusiness(tx, "salon"));
  if (amount > 0) await earn(db, businessId, { amount, currency });
  return businessId;
}

const balance = (businessId: string, currency = "SAR") =>
  asPlatform(db, (tx) => businessBalance(tx, businessId, currency)).then(({ amount }) => amount);

let batches = 0;
const fresh = () => `BATCH-${(batches += 1)}`;

describe("a payout batch", () => {
  test.each([
    ["JPY", "1234", "50", 1_284],
    ["SAR", "12.34", "0.50", 1_284],
    ["KWD", "1.234", "0.050", 1_284],
  ])("in %s pays every business all it is owed and writes the bank's file", async (...expected) => {
    const [currency, large, small, total] = expected;
    const [a, b] = [await makeSeller(1_234, currency), await makeSeller(50, currency)];
    const nothing = await makeSeller(0);
    const reference = `WEEK ${currency}`;
    const { status, body } = await admin.post(url, { currency, reference });
    expect(status).toBe(201);
    const createdAt = "2026-11-21T06:00:00.000Z";
    const head = {
      id: body.id,
      reference,
      amount: { amount: total, currency },
      payoutCount: 2,
      createdBy: adminId,
      createdAt,
    };
    const payouts = [a, b].toSorted().map((businessId, index) => ({
      businessId,
      businessName: body.payouts[index].businessName,
      id: body.payouts[index].id,
      amount: { amount: businessId === a ? 1_234 : 50, currency },
      reference: `${reference}-${index + 1}`,
      batchId: body.id,
      createdBy: adminId,
      createdAt,
    }));
    expect(body).toEqual({ ...head, payouts, nextCursor: null });
    const first = await admin.get(`${url}/${body.id}?limit=1`);
    const { nextCursor } = first.body;
    const second = await admin.get(`${url}/${body.id}?limit=1&cursor=${nextCursor}`);
    expect([first, second].map((page) => page.body.payouts)).toEqual(payouts.map((one) => [one]));
    expect(second.body.nextCursor).toBeNull();
    expect([await balance(a, currency), await balance(b, currency)]).toEqual([0, 0]);
    expect(await balance(nothing, currency)).toBe(0);
    expect((await admin.get(`${url}/${body.id}`)).body).toEqual(body);
    expect((await admin.get(url)).body.items).toContainEqual(head);
    const file = await admin.get(`${url}/${body.id}?format=csv`);
    expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(file.headers.get("content-disposition")).toContain(`payouts-${body.id}.csv`);
    const rows = payouts.map(({ businessId, businessName: { ar, en }, reference: own }) =>
      [own, businessId, ar, en, businessId === a ? large : small, currency].join(","),
    );
    const names = "reference,businessId,nameAr,nameEn,amount,currency";
    expect(file.body).toBe([names, ...rows, ""].join("\r\n"));
    expect(await brokenMoney(books)).toEqual([]);
  });

  test("is audited, and each of its payouts is audited like a single one", async () => {
    const businessId = await makeSeller(700, "AED");
    const { body } = await admin.post(url, { currency: "AED", reference: fresh() });
    const { rows } = await sql`
      select actor, action, subject_kind, subject_id, after->>'reference' as reference from audit_log
      where subject_id in (${body.id}, ${body.payouts[0].id}) order by action`.execute(owner);
    const actor = `user:${adminId}`;
    expect(rows).toEqual([
      {
        actor,
        action: "payout.recorded",
        subject_kind: "payout",
        subject_id: body.payouts[0].id,
        reference: `${body.reference}-1`,
      },
      {
        actor,
        action: "payoutBatch.recorded",
        subject_kind: "payoutBatch",
        subject_id: body.id,
        reference: body.reference,
      },
    ]);
    const manager = books.as((await makeMember(db, businessId, "manager")).token);
    const { body: own } = await manager.get(`/v1/manage/businesses/${businessId}/payouts`);
    const { businessId: _, businessName: __, ...payout } = body.payouts[0];
    expect(own.items).toEqual([payout]);
    expect(payout.batchId).toBe(body.id);
  });

  test("leaves out businesses owed less than the minimum and businesses not named", async () => {
    const [below, at, above, other] = [
      await makeSeller(999),
      await makeSeller(1_000),
      await makeSeller(1_001),
      await makeSeller(5_000),
    ];
    const named = { currency: "SAR", businessIds: [above, below, at] };
    const { body } = await admin.post(url, { ...named, reference: fresh(), minimum: 1_000 });
    const paid = body.payouts.map((one: { businessId: string }) => one.businessId);
    expect(paid).toEqual([at, above].toSorted());
    const left = [below, at, above, other].map((id) => balance(id));
    expect(await Promise.all(left)).toEqual([999, 0, 0, 5_000]);
    const rest = await admin.post(url, { ...named, reference: fresh() });
    expect(rest.body.amount).toEqual(sar(999));
  });

  test("pays only what was earned since the previous batch", async () => {
    const businessId = await makeSeller(100, "EUR");
    await admin.post(url, { currency: "EUR", reference: fresh() });
    await earn(db, businessId, { amount: 30, currency: "EUR" });
    const { body } = await admin.post(url, { currency: "EUR", reference: fresh() });
    expect(body.amount.amount).toBe(30);
    expect(await balance(businessId, "EUR")).toBe(0);
  });

  test("with nothing to pay is refused as a conflict and writes nothing", async () => {
    const businessId = await makeSeller(500, "GBP");
    const before = await snapshot(owner);
    const wrong = [
      { currency: "XTS" },
      { currency: "GBP", minimum: 501 },
      { currency: "SAR", businessIds: [businessId] },
    ];
    for (const body of wrong) {
      const answer = await admin.post(url, { ...body, reference: fresh() });
      expect(answer.status).toBe(409);
      expect(answer.body.type).toMatch(/conflict$/);
      expect(answer.body.detail).toMatch(/nothing to pay out/);
    }
    expect(await snapshot(owner)).toEqual(before);
  });

  test("is recorded once per Idempotency-Key and once per reference", async () => {
    const businessId = await makeSeller(100, "QAR");
    const body = { currency: "QAR", reference: fresh() };
    const key = { "idempotency-key": randomUUID() };
    const first = await admin.post(url, body, key);
    await earn(db, businessId, { amount: 40, currency: "QAR" });
    const again = await admin.post(url, body, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const other = await admin.post(url, { ...body, minimum: 1 });
    expect(other.status).toBe(409);
    expect(other.body.errors[0].pointer).toBe("/reference");
    expect(other.body.detail).toMatch(/payout batch with this reference/);
    expect(await balance(businessId, "QAR")).toBe(40);
  });

  test("is refused as a whole when a single payout already has one of its references", async () => {
    const [a, b] = [await makeSeller(100, "CHF"), await makeSeller(100, "CHF")].toSorted();
    const reference = fresh();
    const byHand = { amount: { amount: 1, currency: "CHF" }, reference: `${reference}-2` };
    await admin.post(`/v1/admin/businesses/${b}/payouts`, byHand);
    const before = await snapshot(owner);
    const { status, body } = await admin.post(url, { currency: "CHF", reference });
    expect([status, body.errors[0].pointer]).toEqual([409, "/reference"]);
    expect(await snapshot(owner)).toEqual(before);
    expect([await balance(a!, "CHF"), await balance(b!, "CHF")]).toEqual([100, 99]);
  });

  test("with invalid fields is refused, naming each field, and writes nothing", async () => {
    const [a, b] = [await makeSeller(10), await makeSeller(10)];
    const before = await snapshot(owner);
    const right = { currency: "SAR", reference: fresh() };
    const wrong: [body: object, ...pointers: string[]][] = [
      [{ businessIds: [a, newId(), b, newId()] }, "/businessIds/1", "/businessIds/3"],
      [{ businessIds: [a, b, a] }, "/businessIds/2"],
      [{ businessIds: [] }, "/businessIds"],
      [{ businessIds: ["salon"] }, "/businessIds/0"],
      [{ minimum: 0 }, "/minimum"],
      [{ minimum: -1 }, "/minimum"],
      [{ minimum: 1.5 }, "/minimum"],
      [{ minimum: 2 ** 53 }, "/minimum"],
      [{ currency: "riyal" }, "/currency"],
      [{ currency: undefined }, "/currency"],
      [{ reference: undefined }, "/reference"],
      [{ reference: "" }, "/reference"],
      [{ reference: "x".repeat(191) }, "/reference"],
      [{ reference: "=1+1" }, "/reference"],
      [{ reference: "two\nlines" }, "/reference"],
      [{ amount: 5 }, "/amount"],
    ];
    for (const [body, ...pointers] of wrong) {
      const answer = await admin.post(url, { ...right, ...body });
      expect(answer.status, JSON.stringify(body)).toBe(422);
      const said = answer.body.errors.map((one: { pointer: string }) => one.pointer);
      expect(new Set(said), JSON.stringify(body)).toEqual(new Set(pointers));
    }
    expect((await admin.send("POST", url, right)).status).toBe(400);
    expect(await snapshot(owner)).toEqual(before);
    const longest = { ...right, reference: "ا".repeat(190), businessIds: [a] };
    expect((await admin.post(url, longest)).status).toBe(201);
  });
});

describe("payout batches", () => {
  test("are listed newest first in pages, and an unknown id is not found", async () => {
    const references: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      books.clock.advance(MINUTE_MS);
      await makeSeller(10, "TND");
      references.unshift(fresh());
      await admin.post(url, { currency: "TND", reference: references[0] });
    }
    const { body: page } = await admin.get(`${url}?limit=2`);
    const { body: rest } = await admin.get(`${url}?limit=1&cursor=${page.nextCursor}`);
    const listed = [...page.items, ...rest.items].map((one) => one.reference);
    expect(listed).toEqual(references);
    for (const query of ["", "?format=csv"]) {
      expect((await admin.get(`${url}/${newId()}${query}`)).status).toBe(404);
    }
    expect((await admin.get(`${url}/${page.items[0].id}?format=pdf`)).status).toBe(422);
    expect((await admin.get(`${url}?cursor=x`)).status).toBe(422);
  });

  test("can only be made and read by the platform", async () => {
    const businessId = await makeSeller(10, "DKK");
    const { body } = await admin.post(url, { currency: "DKK", reference: fresh() });
    const stranger = books.as((await makeMember(db, businessId, "owner")).token);
    const more = { currency: "SAR", reference: fresh() };
    expect((await stranger.post(url, more)).status).toBe(403);
    expect((await stranger.get(url)).status).toBe(403);
    expect((await stranger.get(`${url}/${body.id}`)).status).toBe(403);
    expect((await stranger.get(`${url}/${body.id}?format=csv`)).status).toBe(403);
  });
});
