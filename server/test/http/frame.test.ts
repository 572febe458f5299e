import { Validator } from "@seriousme/openapi-schema-validator";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { openApiOf } from "../../src/http/openapi.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { sampleRoutes } from "./sample-routes.ts";
import { signInAs, startServer, usualRateLimits } from "./start-server.ts";

const { db, owner } = await createTestDatabase();
const lines: string[] = [];
const { ask, routes, url } = await startServer(db, {
  routes: sampleRoutes(),
  log: { write: (line) => void lines.push(line) },
});

async function makeBusiness(slug: string): Promise<string> {
  const id = newId();
  await sql`insert into businesses (id, slug, kind, name_ar, name_en) values (${id}, ${slug}, 'salon', 'ا', 'a')`.execute(
    owner,
  );
  return id;
}

async function makeMember(
  businessId: string,
  phone: string,
  role: string,
): Promise<Record<string, string>> {
  const { token, user } = await signInAs(ask, phone);
  await sql`insert into members (business_id, user_id, role) values (${businessId}, ${user.id}, ${role})`.execute(
    owner,
  );
  return { authorization: `Bearer ${token}` };
}

const ours = await makeBusiness("ours");
const theirs = await makeBusiness("theirs");
const manager = await makeMember(ours, "+966500000121", "manager");
const staff = await makeMember(ours, "+966500000122", "staff");
const stranger = await makeMember(theirs, "+966500000123", "owner");
const things = `/v1/manage/businesses/${ours}/things`;

test("a member's request runs in the context of the business", async () => {
  const { body } = await ask("GET", things, { headers: manager });
  expect(body).toEqual({ scope: "member", businessId: ours });
});

test("a business route answers 401 without a token, 404 to non-members as if it did not exist, and 403 to too low a role", async () => {
  const nobody = await ask("GET", things);
  expect([nobody.status, nobody.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  const notYours = await ask("GET", things, { headers: stranger });
  const unknown = await ask("GET", things.replace(ours, newId()), { headers: stranger });
  expect([notYours.status, unknown.status]).toEqual([404, 404]);
  expect({ ...notYours.body, requestId: "" }).toEqual({ ...unknown.body, requestId: "" });
  expect((await ask("GET", things, { headers: staff })).status).toBe(403);
  expect((await ask("GET", "/v1/admin/things", { headers: manager })).status).toBe(403);
});

test.each([
  "Bearer unknown",
  "Bearer",
  "Basic dTpw",
  "Bearer a b",
  `Bearer ${"x".repeat(600)}`,
  "Bearer \u00e9",
])("the bad credentials %s are 401, even on a public route", async (authorization) => {
  expect((await ask("GET", "/v1/things", { headers: { authorization } })).status).toBe(401);
});

test("an edit needs an If-Match header with the current ETag", async () => {
  const edit = (more: Record<string, string>) =>
    ask("PUT", `/v1/things/${ours}`, { body: { name: "x" }, headers: { ...manager, ...more } });
  expect((await edit({})).status).toBe(428);
  expect((await edit({ "if-match": "3" })).status).toBe(400);
  expect((await edit({ "if-match": '"2"' })).status).toBe(412);
  const done = await edit({ "if-match": '"3"' });
  expect([done.status, done.headers.get("etag")]).toEqual([200, '"4"']);
});

test.each([
  ["ar", "ar"],
  ["ar-SA,ar;q=0.9,en;q=0.8", "ar"],
  ["en;q=0.5, ar;q=0.6", "ar"],
  ["fr, de", "en"],
  ["en-GB", "en"],
  ["ar;q=0, en;q=0.1", "en"],
  [";;;,,=q", "en"],
])("Accept-Language %s is answered in %s", async (header, locale) => {
  const answer = await ask("GET", "/v1/nothing", { headers: { "accept-language": header } });
  expect(answer.headers.get("content-language")).toBe(locale);
  expect(answer.body.title).toBe(locale === "ar" ? "غير موجود" : "Not found");
});

test("input errors are explained in Arabic when the caller asks for it", async () => {
  const { body } = await ask("POST", "/v1/orders", {
    body: {},
    headers: { "accept-language": "ar" },
  });
  expect(body.errors).toEqual([{ pointer: "/items", detail: "هذا الحقل مطلوب." }]);
});

test("a valid request id is kept and an invalid one replaced, and either is sent back", async () => {
  const kept = await ask("GET", "/v1/nothing", { headers: { "x-request-id": "abc-123" } });
  expect([kept.headers.get("x-request-id"), kept.body.requestId]).toEqual(["abc-123", "abc-123"]);
  const replaced = await ask("GET", "/v1/nothing", { headers: { "x-request-id": "a b\tc" } });
  expect(replaced.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

test("the log has one line per request with its id, without phone numbers or secrets", async () => {
  lines.length = 0;
  await ask("GET", "/dev/messages?to=%2B966500000121", {
    headers: { "x-request-id": "logged-1", ...manager },
  });
  await expect.poll(() => lines.length).toBe(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    requestId: "logged-1",
    method: "GET",
    route: "/dev/messages",
    status: 200,
  });
  expect(lines[0]).not.toContain("966500000121");
  expect(lines[0]).not.toContain(manager.authorization!.slice(7));
});

test("in tests, an answer that differs from the declared one becomes a 500", async () => {
  const answer = await ask("GET", "/v1/liar");
  expect([answer.status, answer.body.type]).toEqual([
    500,
    "https://holdfast.example/problems/internal",
  ]);
  expect(answer.text).not.toContain("secret");
});

test("an API key works only within its scopes and for its own business", async () => {
  const boss = await makeMember(ours, "+966500000124", "owner");
  const make = async (scopes: string[]) => {
    const { body } = await ask("POST", `/v1/manage/businesses/${ours}/apiKeys`, {
      body: { name: "k", scopes },
      headers: boss,
    });
    return { authorization: `Bearer ${body.token}` };
  };
  const reader = await make(["catalogue:read"]);
  expect((await ask("GET", things, { headers: reader })).body).toEqual({
    scope: "member",
    businessId: ours,
  });
  expect((await ask("GET", things.replace(ours, theirs), { headers: reader })).status).toBe(404);
  expect((await ask("GET", "/v1/own", { headers: reader })).status).toBe(403);
  expect((await ask("GET", "/v1/me", { headers: reader })).status).toBe(403);
  expect(
    (await ask("GET", `/v1/manage/businesses/${ours}/apiKeys`, { headers: reader })).status,
  ).toBe(403);
  const bookings = await make(["bookings:read"]);
  expect((await ask("GET", things, { headers: bookings })).status).toBe(403);
  expect((await ask("GET", "/v1/own", { headers: bookings })).body).toEqual({
    scope: "member",
    actor: "key",
  });
});

test("too many requests from one address get 429 with Retry-After", async () => {
  const { ask: hurried } = await startServer(db, {
    routes: sampleRoutes(),
    config: { rateLimits: { ...usualRateLimits, anonymousPerMinute: 5 } },
  });
  const answers = [];
  for (let i = 0; i < 7; i += 1) answers.push(await hurried("GET", "/v1/things"));
  expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect(Number(answers[6]!.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(
    (await hurried("GET", "/v1/me", { headers: { authorization: "Bearer guess" } })).status,
  ).toBe(429);
  expect((await hurried("GET", "/v1/me", { headers: manager })).status).toBe(200);
  expect((await hurried("GET", "/healthz")).status).toBe(200);
});

test("the OpenAPI document is valid and names every route", async () => {
  const { body } = await ask("GET", "/openapi.json");
  const result = await new Validator().validate(structuredClone(body));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  const documented = Object.entries(body.paths).flatMap(([path, operations]) =>
    Object.keys(operations as object).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const declared = routes.map((one) => `${one.method} ${one.url.replaceAll(/:(\w+)/g, "{$1}")}`);
  expect(documented.toSorted()).toEqual(declared.toSorted());
  const ids = Object.values(body.paths).flatMap((one) =>
    Object.values(one as object).map((op) => op.operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test("two different schemas with the same title are an error", () => {
  const [route] = sampleRoutes();
  const titled = (type: string) => ({
    ...route!,
    url: `/v1/${type}`,
    reply: { 200: { title: "Same", type } },
  });
  expect(() => openApiOf([titled("string"), titled("integer")])).toThrow(
    "two schemas are titled Same",
  );
});

test("the API docs page loads nothing from other origins", async () => {
  const page = await ask("GET", "/docs");
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
  expect(page.text).not.toMatch(/(src|href)="(https?:)?\/\//);
});

test("the health, readiness and metrics endpoints answer", async () => {
  expect((await ask("GET", "/healthz")).body).toEqual({ status: "ok" });
  expect((await ask("GET", "/readyz")).body).toEqual({
    status: "ok",
    checks: { database: "ok", clock: "ok" },
  });
  const { text } = await ask("GET", "/metrics");
  expect(text).toMatch(/holdfast_outbox_depth 0/);
  expect(text).toMatch(
    /holdfast_http_request_duration_seconds_count\{method="GET",route="\/v1\/things",status="401"\} \d/,
  );
});

test("a closing server finishes its running requests and accepts no new ones", async () => {
  const gate = Promise.withResolvers<void>();
  const inside = Promise.withResolvers<void>();
  const slow = sampleRoutes({
    insideEffect: async () => {
      inside.resolve();
      await gate.promise;
    },
  });
  const second = await startServer(db, { routes: slow });
  const pending = second.ask("POST", "/v1/effects", {
    body: { words: "last" },
    headers: { "idempotency-key": "last" },
  });
  await inside.promise;
  const closed = second.server.close();
  await expect
    .poll(() =>
      fetch(`${second.url}/healthz`).then(
        () => "open",
        () => "closed",
      ),
    )
    .toBe("closed");
  gate.resolve();
  expect((await pending).status).toBe(201);
  await closed;
  expect(url).not.toBe(second.url);
});
