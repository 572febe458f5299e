import { expect, test } from "vitest";
import { openConsole, pointersOf } from "../catalogue/console.ts";
import { makePerson } from "../harness/people.ts";

const shop = await openConsole("salon");
const { as, db, edit, owner, past, post, url } = shop;

const member = async (userId: string) => (await shop.get(`members/${userId}`)).body;

test("a member can be added by phone number, even one who never signed in", async () => {
  const added = await post("members", { phone: "050 777 1234", role: "staff", name: "Noura" });
  expect(added.status).toBe(201);
  expect(added.body).toMatchObject({ phone: "+966507771234", name: "Noura", role: "staff" });
  expect((await post("members", { phone: "+966507771234", role: "manager" })).status).toBe(409);

  const known = await makePerson(db);
  const byPhone = await post("members", { phone: known.phone, role: "manager", name: "Sami" });
  expect(byPhone.body).toMatchObject({ userId: known.id, name: "Sami" });
  expect((await as(known.token).get(url)).status).toBe(200);
});

test("adding a member by number does not reveal their own name: they have the name the business gave, or none", async () => {
  const known = await makePerson(db);
  await as(known.token).send("PATCH", "/v1/me", { name: "Own Name" });
  const added = await post("members", { phone: known.phone, role: "staff" });
  expect([added.status, added.body.name]).toEqual([201, null]);
  for (const path of ["members", `members/${known.id}`, "audit"]) {
    const { status, body } = await shop.get(path);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain("Own Name");
  }

  const named = await edit("PATCH", `members/${known.id}`, added.body.version, { name: "Sami" });
  expect([named.body.name, named.body.role]).toEqual(["Sami", "staff"]);
  const promoted = await edit("PATCH", `members/${known.id}`, named.body.version, {
    role: "manager",
  });
  expect([promoted.body.name, promoted.body.role]).toEqual(["Sami", "manager"]);
  expect((await as(known.token).get("/v1/me")).body.name).toBe("Own Name");
});

test("the name a business gives a new member does not become that user's own name", async () => {
  const { body } = await post("members", { phone: "+966507771240", role: "staff", name: "Noura" });
  const person = await past
    .selectFrom("users")
    .select("name")
    .where("id", "=", body.userId)
    .executeTakeFirst();
  expect(person).toEqual({ name: "" });
});

test("the founder of a business is listed under their own name", async () => {
  const founder = await makePerson(db);
  const caller = as(founder.token);
  await caller.send("PATCH", "/v1/me", { name: "The Founder" });
  const name = { ar: "صالون", en: "Salon" };
  const { body } = await caller.post("/v1/manage/businesses", { kind: "salon", name });
  const members = await caller.get(`/v1/manage/businesses/${body.id}/members`);
  expect(members.body.items).toMatchObject([{ userId: founder.id, name: "The Founder" }]);
});

test("a member needs a valid phone number and a known role", async () => {
  expect(pointersOf(await post("members", { role: "staff" }))).toEqual(["/phone"]);
  expect(pointersOf(await post("members", { phone: "12", role: "staff" }))).toEqual(["/phone"]);
  expect(pointersOf(await post("members", { phone: "+966507771239", role: "boss" }))).toEqual([
    "/role",
  ]);
  const unknown = "01a1fba8-62bf-7bea-a98f-b1ca6da38411";
  expect(
    pointersOf(await post("members", { phone: owner.phone, userId: unknown, role: "staff" })),
  ).toEqual(["/userId"]);
});

test("staff may read, managers may edit, and only owners may manage members", async () => {
  const [reader, writer] = [await makePerson(db), await makePerson(db)];
  await post("members", { phone: reader.phone, role: "staff" });
  await post("members", { phone: writer.phone, role: "manager" });
  const branch = { name: { ar: "فرع", en: "Branch" } };
  expect((await as(reader.token).get(`${url}/locations`)).status).toBe(200);
  expect((await as(reader.token).post(`${url}/locations`, branch)).status).toBe(403);
  expect((await as(reader.token).get(`${url}/audit`)).status).toBe(403);
  expect((await as(writer.token).post(`${url}/locations`, branch)).status).toBe(201);
  expect((await as(writer.token).get(`${url}/members`)).status).toBe(403);
  expect((await as(writer.token).post(`${url}/submission`)).status).toBe(403);
});

test("the last owner cannot be demoted or removed", async () => {
  const { version } = await member(owner.id);
  const demoted = await edit("PATCH", `members/${owner.id}`, version, { role: "manager" });
  expect(demoted.status).toBe(409);
  expect((await edit("DELETE", `members/${owner.id}`, version)).status).toBe(409);

  const other = await makePerson(db);
  const added = await post("members", { phone: other.phone, role: "owner" });
  expect((await edit("DELETE", `members/${other.id}`, added.body.version + 7)).status).toBe(412);
  expect((await edit("DELETE", `members/${other.id}`, added.body.version)).status).toBe(204);
  expect((await as(other.token).get(url)).status).toBe(404);
});

test("when two owners remove each other at once, one of them stays", async () => {
  for (let round = 0; round < 5; round += 1) {
    const other = await makePerson(db);
    await post("members", { phone: other.phone, role: "owner" });
    const [mine, theirs] = [await member(owner.id), await member(other.id)];
    const answers = await Promise.all([
      edit("DELETE", `members/${other.id}`, theirs.version),
      as(other.token).send("DELETE", `${url}/members/${owner.id}`, undefined, {
        "if-match": `"${mine.version}"`,
      }),
    ]);
    const statuses = answers.map((answer) => answer.status).toSorted((a, b) => a - b);
    expect(statuses[0]).toBe(204);
    expect([403, 404, 409]).toContain(statuses[1]);
    const left = await past
      .selectFrom("members")
      .select("user_id")
      .where("business_id", "=", shop.businessId)
      .where("role", "=", "owner")
      .execute();
    expect(left).toHaveLength(1);
    if ((await as(owner.token).get(url)).status === 200) continue;
    // The other owner won and makes this one an owner again for the next round.
    const back = { phone: owner.phone, role: "owner" };
    expect((await as(other.token).post(`${url}/members`, back)).status).toBe(201);
    const again = await as(owner.token).get(`${url}/members/${other.id}`);
    expect((await edit("DELETE", `members/${other.id}`, again.body.version)).status).toBe(204);
  }
});

test("the database itself refuses to remove the last owner", async () => {
  const removal = past
    .deleteFrom("members")
    .where("business_id", "=", shop.businessId)
    .where("role", "=", "owner")
    .execute();
  await expect(removal).rejects.toThrow(/keeps an owner/);
});
