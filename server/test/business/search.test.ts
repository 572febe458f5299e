import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { createBusiness } from "../../src/business/create-business.ts";
import { createLocation } from "../../src/business/edit-location.ts";
import { moveBusiness } from "../../src/business/move-business.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { platform } from "../harness/people.ts";
import { startTestApp } from "../harness/test-app.ts";

const app = await startTestApp();
const { db } = app;
const everybody = app.as();

const places = {
  olaya: { city: { ar: "الرياض", en: "Riyadh" }, latitude: 24.6911, longitude: 46.6853 },
  diriyah: { city: { ar: "الرياض", en: "Riyadh" }, latitude: 24.7347, longitude: 46.5759 },
  balad: { city: { ar: "جدة", en: "Jeddah" }, latitude: 21.4858, longitude: 39.1925 },
  nowhere: { city: { ar: "أبها", en: "Abha" } },
};

async function open(
  kind: "salon" | "venue" | "hotel",
  [ar, en]: [string, string],
  where: keyof typeof places,
  approved = true,
): Promise<void> {
  await inTransaction(db, platform, async (tx) => {
    const id = newId();
    await createBusiness(tx, { id }, { kind, name: { ar, en } });
    await createLocation(
      tx,
      { businessId: id, id: newId() },
      {
        name: { ar: "فرع", en: "Branch" },
        ...places[where],
      },
    );
    if (!approved) return;
    await moveBusiness(tx, { id }, "submission");
    await moveBusiness(tx, { id }, "approval");
  });
}

await open("salon", ["صالون النخيل للرجال", "Nakheel Barbershop"], "olaya");
await open("salon", ["مركز الأناقة", "Elegance Spa"], "balad");
await open("venue", ["حلبة المحاكاة", "Simulator Arena"], "diriyah");
await open("hotel", ["فندق الواحة", "Oasis Hotel"], "nowhere");
await open("salon", ["صالون النخيل السري", "Secret Nakheel Salon"], "olaya", false);

async function find(query: string): Promise<string[]> {
  const answer = await everybody.get(`/v1/businesses?${query}`);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body.items.map((one: { name: { en: string } }) => one.name.en);
}

test.each([
  ["Nakheel", ["Nakheel Barbershop"]],
  ["nakhel", ["Nakheel Barbershop"]],
  ["barber", ["Nakheel Barbershop"]],
  ["النخيل", ["Nakheel Barbershop"]],
  ["النخييل", ["Nakheel Barbershop"]],
  ["نخيل", ["Nakheel Barbershop"]],
  ["الاناقه", ["Elegance Spa"]],
  ["مُحاكاة", ["Simulator Arena"]],
  ["simulater arena", ["Simulator Arena"]],
  ["elegence", ["Elegance Spa"]],
  ["nakheel arena", []],
  ["100%", []],
  ["_", []],
  ["'; drop table businesses", []],
])(
  "a search finds businesses in both languages, even with a misspelling: %s",
  async (words, found) => {
    expect(await find(`q=${encodeURIComponent(words)}`)).toEqual(found);
  },
);

test.each([
  ["Riyadh", ["Nakheel Barbershop", "Simulator Arena"]],
  ["riyad", ["Nakheel Barbershop", "Simulator Arena"]],
  ["الرياض", ["Nakheel Barbershop", "Simulator Arena"]],
  ["رياض", ["Nakheel Barbershop", "Simulator Arena"]],
  ["Jiddah", ["Elegance Spa"]],
  ["جده", ["Elegance Spa"]],
  ["Tabuk", []],
])("a city is found in both languages: %s", async (city, found) => {
  expect(await find(`city=${encodeURIComponent(city)}`)).toEqual(found);
});

test("a search near a place lists the nearest first over all pages, and those without a place last", async () => {
  const near = "near=24.69,46.68";
  const { body } = await everybody.get(`/v1/businesses?${near}`);
  const shown = body.items.map((one: { name: { en: string }; distanceMeters: number }) => [
    one.name.en,
    one.distanceMeters,
  ]);
  expect(shown.map(([name]: [string]) => name)).toEqual([
    "Nakheel Barbershop",
    "Simulator Arena",
    "Elegance Spa",
    "Oasis Hotel",
  ]);
  // By the haversine formula on a sphere of 6,371 km, calculated independently of the query.
  expect(shown[0][1]).toBeCloseTo(549, -1);
  expect(shown[2][1] / 1000).toBeCloseTo(843, -1);
  expect(shown[3][1]).toBeNull();

  const pages: string[] = [];
  let cursor = "";
  do {
    const page = await everybody.get(`/v1/businesses?${near}&limit=1${cursor}`);
    pages.push(...page.body.items.map((one: { name: { en: string } }) => one.name.en));
    cursor = page.body.nextCursor && `&cursor=${page.body.nextCursor}`;
  } while (cursor);
  expect(pages).toEqual(shown.map(([name]: [string]) => name));
});

test("a search can be limited to a kind, and invalid parameters are refused", async () => {
  expect(await find("kind=hotel")).toEqual(["Oasis Hotel"]);
  for (const wrong of [
    "kind=airline",
    "near=1",
    "near=95,10",
    "limit=0",
    "cursor=x",
    "sort=name",
  ]) {
    const { status } = await everybody.get(`/v1/businesses?${wrong}`);
    expect({ wrong, status }).toEqual({ wrong, status: 422 });
  }
  for (const id of ["secret-nakheel-salon", newId(), "%00", "x".repeat(90)]) {
    const { status } = await everybody.get(`/v1/businesses/${id}`);
    expect({ id, status }).toEqual({ id, status: 404 });
  }
});
