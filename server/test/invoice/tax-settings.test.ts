import { beforeAll, describe, expect, test } from "vitest";
import { makeSalon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { pointersOf } from "../catalogue/console.ts";

const app = await startTestApp({ clock: standingClock() });
const { db } = app;

let businessId: string;
let owner: Caller;
let url: string;

const settings = {
  sellerName: { ar: "مؤسسة الأناقة", en: "Elegance Est." },
  vatNumber: "310122393500003",
  rateBasisPoints: 1_500,
  address: { ar: "شارع العليا", en: "Olaya Street" },
};

beforeAll(async () => {
  ({ businessId } = await makeSalon(db));
  owner = app.as((await makeMember(db, businessId, "owner")).token);
  url = `/v1/manage/businesses/${businessId}/taxSettings`;
});

const put = (version: number, body: object, by = owner) =>
  by.send("PUT", url, body, { "if-match": `"${version}"` });

test("a business without tax settings is not registered for VAT and sells under its own name", async () => {
  const { status, body, headers } = await owner.get(url);
  expect([status, headers.get("etag")]).toEqual([200, '"0"']);
  expect(body).toEqual({
    sellerName: { ar: "منشأة salon", en: "The salon" },
    vatNumber: null,
    rateBasisPoints: 1_500,
    address: { ar: "", en: "" },
    version: 0,
  });
});

test("the owner changes the tax settings under the version they read, and the audit trail keeps the previous ones", async () => {
  const first = await put(0, settings);
  expect([first.status, first.headers.get("etag")]).toEqual([200, '"1"']);
  expect(first.body).toEqual({ ...settings, version: 1 });
  const { rateBasisPoints: _, address: __, ...least } = settings;
  const second = await put(1, { ...least, vatNumber: null });
  expect(second.body).toEqual({
    ...settings,
    vatNumber: null,
    address: { ar: "", en: "" },
    version: 2,
  });
  expect((await owner.get(url)).body).toEqual(second.body);
  const { body } = await owner.get(
    `/v1/manage/businesses/${businessId}/audit?action=taxSettings.changed`,
  );
  expect(body.items).toMatchObject([
    { before: first.body, after: second.body, subjectId: businessId },
    { before: { version: 0 }, after: first.body },
  ]);
});

test("a stale version, a missing version and the second of two simultaneous changes are refused", async () => {
  expect((await put(0, settings)).status).toBe(412);
  expect((await put(1, settings)).status).toBe(412);
  expect((await owner.send("PUT", url, settings)).status).toBe(428);
  const [one, two] = await Promise.all([put(2, settings), put(2, settings)]);
  expect([one.status, two.status].toSorted((a, b) => a - b)).toEqual([200, 412]);
});

describe("tax settings are refused with", () => {
  test.each([
    [{ vatNumber: "31012239350000" }, ["/vatNumber"]],
    [{ vatNumber: "210122393500003" }, ["/vatNumber"]],
    [{ vatNumber: "310122393500001" }, ["/vatNumber"]],
    [{ vatNumber: "٣١٠١٢٢٣٩٣٥٠٠٠٠٣" }, ["/vatNumber"]],
    [{ vatNumber: "" }, ["/vatNumber"]],
    [{ rateBasisPoints: 10_001 }, ["/rateBasisPoints"]],
    [{ rateBasisPoints: 12.5 }, ["/rateBasisPoints"]],
    [{ rateBasisPoints: -1 }, ["/rateBasisPoints"]],
    [{ sellerName: { ar: "", en: "x".repeat(121) } }, ["/sellerName/ar", "/sellerName/en"]],
    // Within the letters, beyond the bytes of a QR tag.
    [{ sellerName: { ar: "界".repeat(86), en: "A" } }, ["/sellerName/ar"]],
    [{ address: { ar: "ش".repeat(301), en: "" } }, ["/address/ar"]],
    [{ colour: "red" }, ["/colour"]],
  ])("%j", async (wrong, pointers) => {
    const { version } = (await owner.get(url)).body;
    const answer = await put(version, { ...settings, ...wrong });
    expect([answer.status, pointersOf(answer)]).toEqual([422, pointers]);
    expect((await owner.get(url)).body.version).toBe(version);
  });
});

test("managers read the tax settings, only the owner writes them, and strangers learn nothing", async () => {
  const { version } = (await owner.get(url)).body;
  const manager = app.as((await makeMember(db, businessId, "manager")).token);
  const staff = app.as((await makeMember(db, businessId, "staff")).token);
  const elsewhere = (await makeSalon(db)).businessId;
  const stranger = app.as((await makeMember(db, elsewhere, "owner")).token);
  const customer = app.as((await makePerson(db)).token);
  const asked = async (who: Caller) => [
    (await who.get(url)).status,
    (await put(version, settings, who)).status,
  ];
  expect(await asked(manager)).toEqual([200, 403]);
  expect(await asked(staff)).toEqual([403, 403]);
  expect(await asked(stranger)).toEqual([404, 404]);
  expect(await asked(customer)).toEqual([404, 404]);
  expect(await asked(app.as())).toEqual([401, 401]);
  expect((await owner.get(url)).body.version).toBe(version);
});
