import { describe, expect, test } from "vitest";
import { openConsole, riyadh } from "../catalogue/console.ts";
import { makePerson } from "../harness/people.ts";

const shop = await openConsole("salon");
const { admin, as, businessId, caller, db, url } = shop;
const adminUrl = `/v1/admin/businesses/${businessId}`;
const everybody = as();

describe("a new business", () => {
  test("starts as a draft that only its members see", async () => {
    const { status, body, headers } = await caller.get(url);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "draft", currency: "SAR", submittedAt: null });
    expect(headers.get("etag")).toBe(`"${body.version}"`);
    const mine = await caller.get("/v1/manage/businesses");
    expect(mine.body.items).toMatchObject([{ id: businessId, role: "owner" }]);

    expect((await everybody.get(`/v1/businesses/${businessId}`)).status).toBe(404);
    expect((await everybody.get(url)).status).toBe(401);
    const stranger = as((await makePerson(db)).token);
    expect((await stranger.get(url)).status).toBe(404);
    expect((await stranger.get("/v1/manage/businesses")).body.items).toEqual([]);
  });

  test("can be edited only with a current If-Match", async () => {
    const change = { name: { ar: "صالون النخيل", en: "Nakheel Salon" }, slug: "nakheel" };
    expect((await caller.send("PATCH", url, change)).status).toBe(428);
    const stale = await caller.send("PATCH", url, change, { "if-match": '"99"' });
    expect(stale.status).toBe(412);
    const { body: before } = await caller.get(url);
    const done = await caller.send("PATCH", url, change, { "if-match": `"${before.version}"` });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({ ...change, version: before.version + 1 });
  });

  test("is refused with an unknown currency or kind, or a slug that is taken or looks like an id", async () => {
    const post = (more: object) =>
      caller.post("/v1/manage/businesses", {
        kind: "venue",
        name: { ar: "أخرى", en: "Other" },
        ...more,
      });
    const wrong = await post({ currency: "XQX" });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors[0].pointer).toBe("/currency");
    expect((await post({ slug: "nakheel" })).status).toBe(409);
    expect((await post({ slug: businessId })).status).toBe(422);
    expect((await post({ kind: "airline" })).status).toBe(422);
  });

  test("is approved or rejected by the platform only, after it was submitted", async () => {
    expect((await caller.post(`${adminUrl}/approval`)).status).toBe(403);
    const early = await admin.post(`${adminUrl}/approval`);
    expect(early.status).toBe(409);
    expect(early.body).toMatchObject({ from: "draft", to: "approved" });

    const submitted = await caller.post(`${url}/submission`);
    expect(submitted.body).toMatchObject({ status: "submitted" });
    expect(submitted.body.submittedAt).not.toBeNull();
    expect((await caller.post(`${url}/submission`)).status).toBe(409);
    expect((await admin.post(`${adminUrl}/rejection`)).status).toBe(422);
    const rejected = await admin.post(`${adminUrl}/rejection`, { reason: "No licence" });
    expect(rejected.body).toMatchObject({ status: "rejected", decisionReason: "No licence" });

    await caller.post(`${url}/submission`);
    const { body: waiting } = await admin.get("/v1/admin/businesses?status=submitted");
    expect(waiting.items.map((one: { id: string }) => one.id)).toEqual([businessId]);
    expect((await admin.post(`${adminUrl}/approval`)).body.status).toBe("approved");
  });

  test("is listed in the catalogue once approved, except while it is suspended", async () => {
    await shop.make("locations", riyadh);
    const { body } = await everybody.get("/v1/businesses/nakheel");
    expect(body).toMatchObject({ id: businessId, locations: [{ name: riyadh.name }] });
    expect(body).not.toHaveProperty("status");

    const suspension = { reason: "Complaints" };
    expect((await admin.post(`${adminUrl}/suspension`, suspension)).body.status).toBe("suspended");
    expect((await everybody.get("/v1/businesses/nakheel")).status).toBe(404);
    expect((await everybody.get("/v1/businesses")).body.items).toEqual([]);
    // Approval cannot lift a suspension.
    expect((await admin.post(`${adminUrl}/approval`)).status).toBe(409);
    expect((await admin.post(`${adminUrl}/reinstatement`)).status).toBe(200);
    expect((await everybody.get("/v1/businesses/nakheel")).status).toBe(200);
  });

  test("cannot change its currency once something is priced in it", async () => {
    const { body: branch } = await caller.get(`${url}/locations`);
    await shop.make("services", {
      locationId: branch.items[0].id,
      name: { ar: "قص", en: "Cut" },
      durationMinutes: 30,
      price: { amount: 5000, currency: "SAR" },
    });
    const { body } = await caller.get(url);
    const other = await caller.send(
      "PATCH",
      url,
      { currency: "KWD" },
      { "if-match": `"${body.version}"` },
    );
    expect(other.status).toBe(409);
  });
});

test("every action is in the audit trail with its actor, request, address, and values before and after", async () => {
  const { body } = await caller.get(`${url}/audit?limit=100`);
  const actions: string[] = body.items.map((one: { action: string }) => one.action);
  expect(actions.toReversed().slice(0, 4)).toEqual([
    "business.created",
    "business.changed",
    "business.submitted",
    "business.rejected",
  ]);
  const changed = body.items.find((one: { action: string }) => one.action === "business.changed");
  expect(changed).toMatchObject({
    actor: `user:${shop.owner.id}`,
    subjectKind: "business",
    subjectId: businessId,
    ip: "127.0.0.1",
    before: { name: { en: "A salon" } },
    after: { name: { en: "Nakheel Salon" } },
  });
  expect(changed.requestId).toBeTruthy();

  const first = await admin.get(`/v1/admin/audit?businessId=${businessId}&limit=2`);
  const withoutAddress = (items: object[]) => items.map((one) => ({ ...one, ip: undefined }));
  expect(withoutAddress(first.body.items)).toEqual(withoutAddress(body.items.slice(0, 2)));
  const cursor = encodeURIComponent(first.body.nextCursor);
  const second = await admin.get(
    `/v1/admin/audit?businessId=${businessId}&limit=2&cursor=${cursor}`,
  );
  expect(withoutAddress(second.body.items)).toEqual(withoutAddress(body.items.slice(2, 4)));
  // The business sees what the platform did, but not from which address.
  const addressOf = (items: { action: string; ip: string | null }[]) =>
    items.find(({ action }) => action === "business.rejected")?.ip;
  expect(addressOf(body.items)).toBeNull();
  const all = await admin.get(`/v1/admin/audit?businessId=${businessId}&limit=100`);
  expect(addressOf(all.body.items)).toBe("127.0.0.1");
  const wrong = await admin.get("/v1/admin/audit?cursor=nonsense");
  expect(wrong.status).toBe(422);
});
