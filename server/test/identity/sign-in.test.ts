import { sql } from "kysely";
import { expect, test } from "vitest";
import { DAY_MS, instantText, MINUTE_MS } from "../../src/base/time.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { purgeSignIn } from "../../src/identity/purge-sign-in.ts";
import { signIn } from "../../src/identity/sign-in.ts";
import { throughGate } from "../harness/gate.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { signInAs, startServer } from "../http/start-server.ts";

const { db, owner, url: ownerUrl } = await createTestDatabase();
const { ask, clock, parts, url } = await startServer(db);

async function codeFor(phone: string): Promise<string> {
  const { status } = await ask("POST", "/v1/auth/otp", { body: { phone } });
  expect(status).toBe(202);
  const { body } = await ask("GET", `/dev/messages?to=${encodeURIComponent(phone)}`);
  return body.items[0].code;
}

const verify = (phone: string, code: string, headers: Record<string, string> = {}) =>
  ask("POST", "/v1/auth/otp/verify", { body: { phone, code }, headers });

test("the development mailbox finds messages by a phone number in any format", async () => {
  await codeFor("+966500000119");
  for (const to of ["0500000119", "966500000119", "%2B966 50 000 0119"])
    expect((await ask("GET", `/dev/messages?to=${to}`)).body.items, to).toHaveLength(1);
});

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

test("a code signs a person in and creates their account the first time", async () => {
  const code = await codeFor("+966500000101");
  const first = await verify("+966500000101", code, { "accept-language": "ar" });
  expect(first.status).toBe(200);
  expect(first.body.user).toMatchObject({
    phone: "+966500000101",
    name: "",
    locale: "ar",
    isAdmin: false,
  });
  const again = await signInAs(ask, "+966500000101");
  expect(again.user.id).toBe(first.body.user.id);
  const me = await ask("GET", "/v1/me", {
    headers: { authorization: `Bearer ${first.body.token}` },
  });
  expect(me.body).toMatchObject({ ...first.body.user, memberships: [], version: 1 });
});

test.each(["0500000102", "00966500000102", "+966 50 000 0102", "٠٥٠٠٠٠٠١٠٢"])(
  "the phone number %s is read as +966500000102",
  async (phone) => {
    expect((await ask("POST", "/v1/auth/otp", { body: { phone } })).status).toBe(202);
    const { body } = await ask("GET", "/dev/messages?to=+966500000102");
    expect(body.items[0].to).toBe("+966500000102");
    const signed = await verify(phone, body.items[0].code);
    expect(signed.body.user.phone).toBe("+966500000102");
  },
);

test.each(["12", "+966", "hello", "+9665", "+999123456789", "05000001012345"])(
  "%s is refused as a phone number",
  async (phone) => {
    const answer = await ask("POST", "/v1/auth/otp", { body: { phone } });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, "/phone"]);
  },
);

test("phone numbers of any country are accepted", async () => {
  for (const phone of ["+4915123456789", "+12025550123", "+201001234567"]) {
    expect(
      (await ask("POST", "/v1/auth/otp", { body: { phone, channel: "whatsapp" } })).status,
    ).toBe(202);
  }
});

test("only the last code sent works, once and within five minutes", async () => {
  const phone = "+966500000103";
  const used = await codeFor(phone);
  expect((await verify(phone, used)).status).toBe(200);
  expect((await verify(phone, used)).status).toBe(422);
  const replaced = await codeFor(phone);
  const last = await codeFor(phone);
  if (replaced !== last) expect((await verify(phone, replaced)).status).toBe(422);
  clock.advance(5 * MINUTE_MS);
  expect((await verify(phone, last)).status).toBe(422);
});

test("a wrong code and a code that was never requested get the same answer", async () => {
  const code = await codeFor("+966500000104");
  const bodies = [
    await verify("+966500000104", wrong(code)),
    await verify("+966500000199", "123456"),
    await verify("+4915123456000", "123456"),
  ].map(({ body }) => ({ ...body, requestId: "" }));
  expect(bodies[1]).toEqual(bodies[0]);
  expect(bodies[2]).toEqual(bodies[0]);
  expect(bodies[0]).toMatchObject({ status: 422, errors: [{ pointer: "/code" }] });
});

test("after five wrong tries, even at the same moment, the right code is refused", async () => {
  const phone = "+966500000105";
  const code = await codeFor(phone);
  const tries = await Promise.all(Array.from({ length: 8 }, () => verify(phone, wrong(code))));
  expect(new Set(tries.map((one) => one.status))).toEqual(new Set([422]));
  const { rows } = await sql`select tries from otp_codes where phone = ${phone}`.execute(owner);
  expect(rows).toEqual([{ tries: 5 }]);
  expect((await verify(phone, code)).status).toBe(422);
});

test("the right code sent several times at once signs in only once", async () => {
  const phone = "+966500000106";
  const code = await codeFor(phone);
  const tries = await Promise.all(Array.from({ length: 5 }, () => verify(phone, code)));
  expect(tries.filter((one) => one.status === 200)).toHaveLength(1);
});

test("several first sign-ins at once create one account", async () => {
  const phone = "+966500000107";
  const context = { scope: "public" as const, actor: "anonymous", now: instantText(clock.now()) };
  const once = () => inTransaction(db, context, (tx) => signIn(tx, { phone, locale: "ar", clock }));
  const signed = await Promise.all(Array.from({ length: 8 }, once));
  expect(new Set(signed.map(({ user }) => user.id)).size).toBe(1);
  expect(new Set(signed.map(({ token }) => token)).size).toBe(8);
});

test("repeating a sign-in with one idempotency key returns the same token and cookie, and stores neither", async () => {
  const phone = "+966500000108";
  const code = await codeFor(phone);
  const key = { "idempotency-key": "sign-in-108" };
  const first = await verify(phone, code, key);
  const second = await verify(phone, code, key);
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  expect(second.body).toEqual(first.body);
  expect(second.headers.get("set-cookie")).toBe(first.headers.get("set-cookie"));
  const { rows } = await sql<{ words: string }>`
    select body::text as words from idempotency_keys where key = 'sign-in-108'
    union all select row_to_json(s)::text from sessions s`.execute(owner);
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.some(({ words }) => words.includes(first.body.token))).toBe(false);
});

test("requesting a code twice with one idempotency key sends one code", async () => {
  const request = { body: { phone: "+966500000109" }, headers: { "idempotency-key": "code-109" } };
  const first = await ask("POST", "/v1/auth/otp", request);
  const second = await ask("POST", "/v1/auth/otp", request);
  expect(second.body).toEqual(first.body);
  const { body } = await ask("GET", "/dev/messages?to=+966500000109");
  expect(body.items).toHaveLength(1);
});

test("a phone number gets at most five codes in 15 minutes; a test number has no limit", async () => {
  const phone = "+966551234567";
  const statuses = [];
  for (let i = 0; i < 6; i += 1) {
    statuses.push((await ask("POST", "/v1/auth/otp", { body: { phone } })).status);
  }
  expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
  const refused = await ask("POST", "/v1/auth/otp", { body: { phone } });
  expect(Number(refused.headers.get("retry-after"))).toBe(15 * 60);
  clock.advance(15 * MINUTE_MS);
  expect((await ask("POST", "/v1/auth/otp", { body: { phone } })).status).toBe(202);
  for (let i = 0; i < 8; i += 1) await codeFor("+966500000110");
});

test("an IP address gets at most 30 codes an hour over all phone numbers", async () => {
  clock.advance(60 * MINUTE_MS);
  const statuses = [];
  for (let i = 0; i < 31; i += 1) {
    const phone = `+96655765${String(4000 + i)}`;
    statuses.push((await ask("POST", "/v1/auth/otp", { body: { phone } })).status);
  }
  expect(statuses.filter((one) => one === 202)).toHaveLength(30);
  expect(statuses.at(-1)).toBe(429);
  clock.advance(60 * MINUTE_MS);
});

test("a code is not stored in readable form outside the development mailbox", async () => {
  const code = await codeFor("+966500000113");
  const { rows } = await sql<{
    words: string;
  }>`select row_to_json(o)::text as words from otp_codes o`.execute(owner);
  expect(rows.some(({ words }) => words.includes(`"${code}"`))).toBe(false);
});

test("sessions can be listed and ended one by one, and expire after 30 days", async () => {
  const phone = "+966500000114";
  const one = await signInAs(ask, phone);
  const two = await signInAs(ask, phone);
  const as = ({ token }: { token: string }) => ({ headers: { authorization: `Bearer ${token}` } });
  const { body } = await ask("GET", "/v1/auth/sessions", as(one));
  expect(body.items.map((item: { current: boolean }) => item.current).toSorted()).toEqual([
    false,
    true,
  ]);
  const other = body.items.find((item: { current: boolean }) => !item.current);
  const first = await ask("GET", "/v1/auth/sessions?limit=1", as(one));
  const rest = await ask("GET", `/v1/auth/sessions?cursor=${first.body.nextCursor}`, as(one));
  expect([...first.body.items, ...rest.body.items]).toEqual(body.items);
  expect((await ask("DELETE", `/v1/auth/sessions/${other.id}`, as(one))).status).toBe(204);
  expect((await ask("GET", "/v1/me", as(two))).status).toBe(401);
  expect((await ask("DELETE", `/v1/auth/sessions/${other.id}`, as(one))).status).toBe(404);
  expect((await ask("DELETE", "/v1/auth/session", as(one))).status).toBe(204);
  expect((await ask("GET", "/v1/me", as(one))).status).toBe(401);
  const three = await signInAs(ask, phone);
  clock.advance(29 * DAY_MS);
  expect((await ask("GET", "/v1/me", as(three))).status).toBe(200);
  clock.advance(DAY_MS);
  expect((await ask("GET", "/v1/me", as(three))).status).toBe(401);
});

test("signing out twice at once succeeds twice; ending a session by its id succeeds only once", async () => {
  const phone = "+966500000118";
  const twice = async (path: (id: string) => string) => {
    const { token } = await signInAs(ask, phone);
    const by = { headers: { authorization: `Bearer ${token}` } };
    const { body } = await ask("GET", "/v1/auth/sessions", by);
    const { id } = body.items.find((one: { current: boolean }) => one.current);
    const answers = await throughGate(
      { url: ownerUrl, contenders: 2, tables: ["sessions"] },
      async () => Promise.all([1, 2].map(() => ask("DELETE", path(id), by))),
    );
    expect((await ask("GET", "/v1/me", by)).status).toBe(401);
    return answers.map((one) => one.status).toSorted((a, b) => a - b);
  };
  expect(await twice(() => "/v1/auth/session")).toEqual([204, 204]);
  expect(await twice((id) => `/v1/auth/sessions/${id}`)).toEqual([204, 404]);
});

test("nobody can see or end another person's session", async () => {
  const mine = await signInAs(ask, "+966500000115");
  const theirs = await signInAs(ask, "+966500000116");
  const headers = { authorization: `Bearer ${mine.token}` };
  const { rows } = await sql<{
    id: string;
  }>`select id from sessions where user_id = ${theirs.user.id}`.execute(owner);
  expect((await ask("DELETE", `/v1/auth/sessions/${rows[0]!.id}`, { headers })).status).toBe(404);
  expect(
    (await ask("GET", "/v1/me", { headers: { authorization: `Bearer ${theirs.token}` } })).status,
  ).toBe(200);
  expect((await ask("GET", "/v1/auth/sessions", { headers })).body.items).toHaveLength(1);
});

test("the session cookie signs in, but edits sent with it from another site are refused", async () => {
  const phone = "+966500000117";
  const signed = await verify(phone, await codeFor(phone));
  const set = signed.headers.get("set-cookie")!;
  expect(set).toMatch(
    /^holdfast_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
  );
  const cookie = `other=1; ${set.split(";", 1)[0]}`;
  expect((await ask("GET", "/v1/me", { headers: { cookie } })).status).toBe(200);
  const rename = (origin: Record<string, string>) =>
    ask("PATCH", "/v1/me", { body: { name: "سارة" }, headers: { cookie, ...origin } });
  expect((await rename({})).status).toBe(403);
  expect((await rename({ origin: "https://evil.example" })).status).toBe(403);
  expect((await rename({ origin: "null" })).status).toBe(403);
  const own = await rename({ origin: url });
  expect([own.status, own.body.name, own.headers.get("etag")]).toEqual([200, "سارة", '"2"']);
  const out = await ask("DELETE", "/v1/auth/session", { headers: { cookie, origin: url } });
  expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
  expect((await ask("GET", "/v1/me", { headers: { cookie } })).status).toBe(401);
  expect((await ask("POST", "/v1/auth/otp", { body: { phone }, headers: { cookie } })).status).toBe(
    202,
  );
});

test("a profile can be edited without If-Match, and an edit with a stale If-Match is refused", async () => {
  const { token } = await signInAs(ask, "+966500000118");
  const edit = (body: object, etag?: string) =>
    ask("PATCH", "/v1/me", {
      body,
      headers: { authorization: `Bearer ${token}`, ...(etag && { "if-match": etag }) },
    });
  expect((await edit({ locale: "en" })).headers.get("etag")).toBe('"2"');
  expect((await edit({ name: "Sara" }, '"1"')).status).toBe(412);
  expect((await edit({ name: "Sara" }, '"2"')).body).toMatchObject({
    name: "Sara",
    locale: "en",
    version: 3,
  });
  expect((await edit({})).body.version).toBe(3);
  expect((await edit({ isAdmin: true })).body.errors[0].pointer).toBe("/isAdmin");
});

test("the development mailbox does not exist in production", async () => {
  const { ask: live } = await startServer(db, { config: { env: "production" } });
  expect((await live("GET", "/dev/messages?to=+966500000101")).status).toBe(404);
  const { token } = await signInAs(ask, "+966500000119");
  expect(
    (await live("GET", "/v1/me", { headers: { authorization: `Bearer ${token}` } })).status,
  ).toBe(200);
});

test("old codes, sessions and rate limits are purged", async () => {
  clock.advance(130 * DAY_MS);
  const { token } = await signInAs(ask, "+966500000120");
  await purgeSignIn(db, clock);
  const { rows } = await sql`
    select (select count(*)::int from otp_codes) as codes, (select count(*)::int from sessions) as sessions,
      (select count(*)::int from rate_limits) as limits`.execute(owner);
  expect(rows).toEqual([{ codes: 1, sessions: 1, limits: 0 }]);
  expect(
    (await ask("GET", "/v1/me", { headers: { authorization: `Bearer ${token}` } })).status,
  ).toBe(200);
  expect(await parts.metrics.render()).toContain('holdfast_codes_sent_total{kind="sms"}');
});
