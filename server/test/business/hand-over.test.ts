import { expect, test } from "vitest";
import { fixedClock } from "../../src/base/time.ts";
import { handOver } from "../../src/main/hand-over.ts";
import { openConsole, pointersOf } from "../catalogue/console.ts";
import { makePerson } from "../harness/people.ts";
import { feedFolder, smallFeed } from "../timetable/feed-files.ts";
import { importOn, NOW } from "../timetable/import-on.ts";

const { admin, as, caller, db } = await openConsole("bus");
const clock = fixedClock(NOW);

/** Imports operators, which have no owner. */
async function importOperators(feed: string): Promise<{ id: string; slug: string }[]> {
  await importOn(db, await feedFolder(smallFeed), { feed });
  return db
    .selectFrom("businesses")
    .select(["id", "slug"])
    .where("source", "like", `gtfs:${feed}:%`)
    .orderBy("source")
    .execute();
}

test("an admin gives an imported operator its first owner, who can then manage it; the audit trail records it", async () => {
  const [, operator] = await importOperators("api");
  const url = `/v1/admin/businesses/${operator!.id}/owner`;
  const person = await makePerson(db);
  expect((await caller.post(url, { phone: person.phone })).status).toBe(403);

  const given = await admin.post(url, { phone: person.phone, name: "Najd" });
  expect(given).toMatchObject({ status: 201, body: { userId: person.id, role: "owner" } });
  const mine = `/v1/manage/businesses/${operator!.id}`;
  const owner = as(person.token);
  expect((await owner.get(mine)).body).toMatchObject({ status: "approved", source: "gtfs:api:N" });
  const helper = await makePerson(db);
  const added = await owner.post(`${mine}/members`, { phone: helper.phone, role: "staff" });
  expect(added.status).toBe(201);
  const { body } = await owner.get(`${mine}/audit`);
  const actions = body.items.map((one: { action: string }) => one.action);
  expect(actions).toEqual(expect.arrayContaining(["member.added", "business.handed-over"]));

  const again = await admin.post(url, { phone: helper.phone });
  expect(again.status).toBe(409);
  expect(again.body.detail).toBe("This business already has an owner, who can add other members.");
  // The feed can still be imported.
  expect((await importOn(db, await feedFolder(smallFeed), { feed: "api" })).status).toBe(0);
});

test("an unknown phone number cannot become an owner, and an unknown business is 404", async () => {
  const [operator] = await importOperators("refused");
  const url = `/v1/admin/businesses/${operator!.id}/owner`;
  const stranger = await admin.post(url, { phone: "+966507771299" });
  expect([stranger.status, pointersOf(stranger)]).toEqual([422, ["/phone"]]);
  expect(stranger.body.errors[0].detail).toBe(
    "No one has signed in with this number; check it, or ask the owner to sign in once.",
  );
  expect(pointersOf(await admin.post(url, { phone: "12" }))).toEqual(["/phone"]);
  const nothing = "/v1/admin/businesses/01890000-0000-7000-8000-000000000000/owner";
  const person = await makePerson(db);
  expect((await admin.post(nothing, { phone: person.phone })).status).toBe(404);
});

test("when an operator is given to two people at once, only one becomes its owner", async () => {
  const [operator] = await importOperators("race");
  const people = await Promise.all([makePerson(db), makePerson(db)]);
  const url = `/v1/admin/businesses/${operator!.id}/owner`;
  const answers = await Promise.all(people.map(({ phone }) => admin.post(url, { phone })));
  expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([201, 409]);
});

test("the command line finds an operator by slug, by id and by its feed source", async () => {
  const operators = await importOperators("cli");
  const person = await makePerson(db);
  const { phone } = person;
  const [hail, najd] = operators as [(typeof operators)[0], (typeof operators)[0]];
  expect(await handOver(db, clock, { business: "gtfs:cli:H", phone })).toBe(
    `${hail.slug} (${hail.id}) belongs to ${phone} now`,
  );
  await expect(handOver(db, clock, { business: hail.id, phone })).rejects.toThrow(
    "already has an owner",
  );
  expect(await handOver(db, clock, { business: najd.slug, phone })).toContain(najd.id);
  await expect(handOver(db, clock, { business: "nobody", phone })).rejects.toThrow(
    "There is no such business",
  );
  const { body } = await as(person.token).get(`/v1/manage/businesses/${najd.id}/audit`);
  expect(body.items[0]).toMatchObject({
    action: "business.handed-over",
    actor: "system:hand-over",
    after: { userId: person.id },
  });
});
