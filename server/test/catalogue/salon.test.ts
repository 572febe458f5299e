import { describe, expect, test } from "vitest";
import { approve, openBusiness, openConsole, pointersOf, riyadh, sar } from "./console.ts";

const shop = await openConsole("salon");
const { as, customer, edit, get, make, post } = shop;
const branch = await make("locations", riyadh);
const sara = await make("staff", { locationId: branch.id, name: { ar: "سارة", en: "Sara" } });
const cut = await make("services", {
  locationId: branch.id,
  name: { ar: "قص شعر", en: "Haircut" },
  durationMinutes: 45,
  price: sar(12_000),
  staffIds: [sara.id],
});
const other = await openBusiness(shop, "salon");
const theirs = await other.make("locations", riyadh);
const theirStaff = await other.make("staff", {
  locationId: theirs.id,
  name: { ar: "نورة", en: "Noura" },
});

describe("a service", () => {
  test("is created with default terms and can be read alone and in lists", async () => {
    expect(cut).toMatchObject({
      durationMinutes: 45,
      stepMinutes: 15,
      price: sar(12_000),
      staffIds: [sara.id],
      active: true,
      version: 1,
      terms: {
        paymentTerms: "venue",
        acceptance: "auto",
        holdMinutes: 10,
        horizonDays: 90,
        freeCancelHours: 24,
        cancelFee: sar(0),
      },
    });
    expect((await get(`services/${cut.id}`)).body).toEqual(cut);
    expect((await get("services")).body).toEqual({ items: [cut], nextCursor: null });
    expect((await get(`staff/${sara.id}`)).body.serviceIds).toEqual([cut.id]);
  });

  test("can be changed in part, its terms too", async () => {
    const change = {
      description: { ar: "مع غسيل", en: "With a wash" },
      bufferAfterMinutes: 10,
      terms: { paymentTerms: "deposit", depositPercent: 30, leadMinutes: 120 },
    };
    const done = await edit("PATCH", `services/${cut.id}`, 1, change);
    expect(done.body).toMatchObject({ ...change, durationMinutes: 45, version: 2 });
    expect(done.body.terms.freeCancelHours).toBe(24);
    expect((await edit("PATCH", `services/${cut.id}`, 1, change)).status).toBe(412);
    const free = await edit("PATCH", `services/${cut.id}`, 2, { staffIds: [] });
    expect(free.body).toMatchObject({ staffIds: [], version: 3 });
  });

  test.each([
    [{ price: { amount: 100, currency: "USD" } }, ["/price/currency"]],
    [{ price: sar(-1) }, ["/price/amount"]],
    [{ price: sar(1.5) }, ["/price/amount"]],
    [{ price: sar(1_000_000_001) }, ["/price/amount"]],
    [{ price: { amount: "100", currency: "SAR" } }, ["/price/amount"]],
    [{ durationMinutes: 0 }, ["/durationMinutes"]],
    [{ durationMinutes: 1441 }, ["/durationMinutes"]],
    [{ terms: { depositPercent: 101 } }, ["/terms/depositPercent"]],
    [{ terms: { paymentTerms: "deposit", depositPercent: 0 } }, ["/terms/depositPercent"]],
    [{ terms: { paymentTerms: "deposit", depositPercent: 100 } }, ["/terms/depositPercent"]],
    [{ terms: { cancelFeePercent: 50, cancelFee: sar(100) } }, ["/terms/cancelFee"]],
    [{ terms: { cancelFee: { amount: 1, currency: "KWD" } } }, ["/terms/cancelFee/currency"]],
    [{ terms: { holdMinutes: 31, tip: 1 } }, ["/terms/holdMinutes", "/terms/tip"]],
    [{ locationId: theirs.id }, ["/locationId"]],
    [{ locationId: null }, ["/locationId"]],
    [{ staffIds: [sara.id, theirStaff.id] }, ["/staffIds/1"]],
    [{ staffIds: [sara.id, sara.id] }, ["/staffIds/1"]],
    [{ description: { ar: "x".repeat(5001), en: "" } }, ["/description/ar"]],
  ])("is refused with %j, both when created and when changed", async (wrong, pointers) => {
    const right = {
      locationId: branch.id,
      name: { ar: "صبغة", en: "Colour" },
      durationMinutes: 60,
      price: sar(20_000),
    };
    const made = await post("services", { ...right, ...wrong });
    expect(made).toMatchObject({ status: 422 });
    expect(pointersOf(made).toSorted()).toEqual(pointers);
    const { body } = await get(`services/${cut.id}`);
    const changed = await edit("PATCH", `services/${cut.id}`, body.version, wrong);
    expect(pointersOf(changed).toSorted()).toEqual(pointers);
    expect((await get(`services/${cut.id}`)).body.version).toBe(body.version);
  });
});

describe("a staff member", () => {
  test("has a week of working hours and breaks", async () => {
    const windows = [
      { weekday: 1, start: "09:00", end: "13:00", active: true },
      { weekday: 1, start: "16:00", end: "01:00", active: true },
      { weekday: 1, start: "10:00", end: "11:00", active: false },
    ];
    const { version } = (await get(`staff/${sara.id}`)).body;
    const done = await edit("PUT", `staff/${sara.id}/windows`, version, { windows });
    expect(done.body.windows).toEqual([windows[0], windows[2], windows[1]]);
    const breaks = [{ weekday: 1, start: "12:00", end: "12:15" }];
    const rested = await edit("PUT", `staff/${sara.id}/breaks`, version + 1, { breaks });
    expect(rested.body).toMatchObject({ breaks, version: version + 2 });
    const clash = [windows[0], { ...windows[2], active: true }];
    const refused = await edit("PUT", `staff/${sara.id}/windows`, version + 2, { windows: clash });
    expect(pointersOf(refused)).toEqual(["/windows/1"]);
  });

  test("can be given time off, shown in the location's time", async () => {
    const { version } = (await get(`staff/${sara.id}`)).body;
    const off = { kind: "off", start: "2026-12-01T06:00:00Z", end: "2026-12-01T12:00:00Z" };
    const added = await post(`staff/${sara.id}/exceptions`, off);
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({
      kind: "off",
      start: "2026-12-01T09:00:00+03:00",
      end: "2026-12-01T15:00:00+03:00",
    });
    expect(added.headers.get("etag")).toBe(`"${version + 1}"`);
    const backwards = await post(`staff/${sara.id}/exceptions`, { ...off, end: off.start });
    expect(pointersOf(backwards)).toEqual(["/end"]);
    const path = `staff/${sara.id}/exceptions`;
    expect((await get(`${path}?from=2026-12-01T12:00:00Z`)).body.items).toEqual([]);
    expect((await get(path)).body.items).toEqual([added.body]);
    const gone = await edit("DELETE", `${path}/${added.body.id}`, version + 1);
    expect(gone.status).toBe(204);
    expect((await edit("DELETE", `${path}/${added.body.id}`, version + 2)).status).toBe(404);
  });

  test("can be linked only to a user who is a member of the business", async () => {
    const stranger = { locationId: branch.id, name: sara.name, userId: other.owner.id };
    const nobody = { ...stranger, userId: "01a1fba8-62bf-7bea-a98f-b1ca6da38411" };
    const [refused, unknown] = [await post("staff", stranger), await post("staff", nobody)];
    expect([refused.status, pointersOf(refused)]).toEqual([422, ["/userId"]]);
    // The refusal does not reveal whether such a user exists.
    expect([unknown.status, unknown.body.errors]).toEqual([422, refused.body.errors]);
    const { version } = (await get(`staff/${sara.id}`)).body;
    for (const { userId } of [stranger, nobody]) {
      const changed = await edit("PATCH", `staff/${sara.id}`, version, { userId });
      expect(changed.body.errors).toEqual(refused.body.errors);
    }
    const self = await make("staff", { ...stranger, userId: shop.owner.id });
    expect(self.userId).toBe(shop.owner.id);
  });

  test("can be deleted with its unit while it was never booked", async () => {
    const spare = await make("staff", { locationId: branch.id, name: sara.name });
    expect((await edit("DELETE", `staff/${spare.id}`, spare.version)).status).toBe(204);
    const units = await shop.past
      .selectFrom("units")
      .select("id")
      .where("id", "=", spare.id)
      .execute();
    expect(units).toEqual([]);
  });
});

test("a service or staff member that was ever booked cannot be deleted, only made inactive and hidden", async () => {
  await approve(shop);
  const nails = await make("services", {
    locationId: branch.id,
    name: { ar: "أظافر", en: "Nails" },
    durationMinutes: 30,
    price: sar(5_000),
    staffIds: [sara.id],
  });
  const everybody = as();
  const path = `/v1/businesses/${shop.businessId}`;
  const names = async (what: string) => {
    const { body } = await everybody.get(`${path}/${what}`);
    // The clock is fixed, and ids made at the same moment have no order.
    return body.items.map((one: { name: { en: string } }) => one.name.en).toSorted();
  };
  expect(await names("services")).toEqual(["Haircut", "Nails"]);
  const { body } = await everybody.get(`${path}/staff`);
  expect(body.items).toContainEqual({
    id: sara.id,
    locationId: branch.id,
    name: sara.name,
    serviceIds: [nails.id],
  });

  const booked = await customer.post("/v1/bookings", {
    items: [
      {
        kind: "appointment",
        serviceId: nails.id,
        staffId: sara.id,
        start: "2026-11-23T09:00:00+03:00",
      },
    ],
  });
  expect(booked).toMatchObject({ status: 201 });
  const refused = await edit("DELETE", `services/${nails.id}`, nails.version);
  expect(refused.status).toBe(409);
  const { version } = (await get(`staff/${sara.id}`)).body;
  expect((await edit("DELETE", `staff/${sara.id}`, version)).status).toBe(409);

  const hidden = await edit("PATCH", `services/${nails.id}`, nails.version, { active: false });
  expect(hidden.status).toBe(200);
  expect(await names("services")).toEqual(["Haircut"]);
  const closing = { active: false, acknowledge: [booked.body.id] };
  const closed = await edit("PATCH", `locations/${branch.id}`, branch.version, closing);
  expect(closed.status).toBe(200);
  expect(await names("services")).toEqual([]);
});

test("another business's owner can read and change nothing here", async () => {
  const intruder = as(other.owner.token);
  for (const path of ["", "/services", `/services/${cut.id}`, "/staff", "/audit", "/members"]) {
    const { status } = await intruder.get(shop.url + path);
    expect({ path, status }).toEqual({ path, status: 404 });
  }
  // Nor can they reach these rows through their own business.
  expect((await other.get(`services/${cut.id}`)).status).toBe(404);
  expect((await other.edit("PATCH", `services/${cut.id}`, 1, {})).status).toBe(404);
  expect((await other.edit("DELETE", `staff/${sara.id}`, 1)).status).toBe(404);
});

test("an API key reaches only its own business's catalogue, within its scopes", async () => {
  const keyWith = async (owner: typeof other | typeof shop, ...scopes: string[]) => {
    const made = await owner.post("apiKeys", { name: "Till", scopes });
    return as(made.body.token);
  };
  const reader = await keyWith(shop, "catalogue:read");
  const writer = await keyWith(shop, "catalogue:write");
  const foreign = await keyWith(other, "catalogue:read", "catalogue:write");
  const stray = await keyWith(shop, "bookings:read", "bookings:write");
  const tries = [reader, writer, foreign, stray].map(async (key) => [
    (await key.get(`${shop.url}/staff`)).status,
    (await key.post(`${shop.url}/locations`, riyadh)).status,
    (await key.get(`${shop.url}/members`)).status,
  ]);
  expect(await Promise.all(tries)).toEqual([
    [200, 403, 403],
    [403, 201, 403],
    [404, 404, 404],
    [403, 403, 403],
  ]);
  const { body } = await get("audit?action=location.created&limit=1");
  expect(body.items[0].actor).toMatch(/^key:/);
});
