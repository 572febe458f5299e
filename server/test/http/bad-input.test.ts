import { connect } from "node:net";
import { expect, test } from "vitest";
import { createTestDatabase } from "../harness/test-database.ts";
import { sampleRoutes } from "./sample-routes.ts";
import { startServer } from "./start-server.ts";

const { db } = await createTestDatabase();
const { ask, url } = await startServer(db, { routes: sampleRoutes() });

const ID = "01a1fba8-62bf-7bea-a98f-b1ca6da38411";
const seat = { kind: "seat", tripId: ID, seats: ["1A"] };

const bodies: [name: string, body: unknown, status: number, pointers: string[] | undefined][] = [
  ["valid input", { items: [seat] }, 201, undefined],
  ["broken JSON", "{", 400, undefined],
  ["its end cut off", '{"items":[', 400, undefined],
  ["invalid UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, undefined],
  ["UTF-16", new Uint8Array(Buffer.from('{"items":[]}', "utf16le")), 400, undefined],
  ["100,000 levels of nesting", "[".repeat(100_000) + "]".repeat(100_000), 400, undefined],
  ["40 levels of nesting", '{"items":' + "[".repeat(40) + "]".repeat(40) + "}", 400, undefined],
  ["a __proto__ key", '{"__proto__":{"isAdmin":true},"items":[]}', 400, undefined],
  ["a constructor key", '{"constructor":{"prototype":{}},"items":[]}', 400, undefined],
  ["a NUL in a string", { items: [{ ...seat, seats: ["1\0A"] }] }, 422, ["/items/0/seats/0"]],
  [
    "half a surrogate pair",
    '{"items":[{"kind":"seat","seats":["\\ud800"]}]}',
    422,
    ["/items/0/seats/0"],
  ],
  ["no content", undefined, 422, [""]],
  ["null as its value", "null", 422, [""]],
  ["a list as its value", [], 422, [""]],
  ["a missing field", {}, 422, ["/items"]],
  ["an unknown field", { items: [seat], coupon: 1 }, 422, ["/coupon"]],
  ["an unknown nested field", { items: [{ ...seat, row: 3 }] }, 422, ["/items/0/row"]],
  ["an empty list", { items: [] }, 422, ["/items"]],
  ["a list that is too long", { items: Array.from({ length: 21 }, () => seat) }, 422, ["/items"]],
  ["text where a list is due", { items: "seat" }, 422, ["/items"]],
  ["a number where an item is due", { items: [3] }, 422, ["/items/0"]],
  ["an unknown kind", { items: [{ kind: "flight" }] }, 422, ["/items/0/kind"]],
  ["no kind", { items: [{ tripId: ID, seats: ["1A"] }] }, 422, ["/items/0/kind"]],
  [
    "a fraction",
    { items: [{ kind: "stay", checkIn: "2026-11-21", rooms: 1.5 }] },
    422,
    ["/items/0/rooms"],
  ],
  [
    "a negative number",
    { items: [{ kind: "stay", checkIn: "2026-11-21", rooms: -1 }] },
    422,
    ["/items/0/rooms"],
  ],
  [
    "a number in quotes",
    { items: [{ kind: "stay", checkIn: "2026-11-21", rooms: "1" }] },
    422,
    ["/items/0/rooms"],
  ],
  [
    "a number too large for JSON",
    '{"items":[{"kind":"stay","checkIn":"2026-11-21","rooms":1e999}]}',
    422,
    ["/items/0/rooms"],
  ],
  [
    "a date that does not exist",
    { items: [{ kind: "stay", checkIn: "2026-02-30", rooms: 1 }] },
    422,
    ["/items/0/checkIn"],
  ],
  ["a huge year", { items: [seat], at: "+275760-09-13T00:00:00Z" }, 422, ["/at"]],
  ["the year 9999", { items: [seat], at: "9999-01-01T00:00:00Z" }, 422, ["/at"]],
  ["an instant without offset", { items: [seat], at: "2026-11-21T10:00:00" }, 422, ["/at"]],
  [
    "a negative amount",
    { items: [seat], price: { amount: -1, currency: "SAR" } },
    422,
    ["/price/amount"],
  ],
  [
    "a fractional amount",
    { items: [seat], price: { amount: 0.5, currency: "SAR" } },
    422,
    ["/price/amount"],
  ],
  [
    "a currency in lower case",
    { items: [seat], price: { amount: 1, currency: "sar" } },
    422,
    ["/price/currency"],
  ],
  ["a number where text or null is due", { items: [seat], note: 3 }, 422, ["/note"]],
  [
    "text that is too long where null is allowed",
    { items: [seat], note: "x".repeat(21) },
    422,
    ["/note"],
  ],
  [
    "three invalid fields",
    { items: [{ ...seat, tripId: 3, seats: [4] }], at: 5 },
    422,
    ["/at", "/items/0/seats/0", "/items/0/tripId"],
  ],
];

test.each(bodies)(
  "the answer to a request body with %s has the right status and names the invalid fields",
  async (_name, body, status, pointers) => {
    const answer = await ask("POST", "/v1/orders", { body });
    expect({
      status: answer.status,
      pointers: answer.body.errors?.map((one: { pointer: string }) => one.pointer).toSorted(),
    }).toEqual({ status, pointers });
    if (status >= 400)
      expect(answer.body.type).toBe("https://holdfast.example/problems/invalid-request");
    for (const { detail } of answer.body.errors ?? []) expect(detail.length).toBeGreaterThan(5);
  },
);

test("an unknown item kind is refused with a list of the allowed kinds", async () => {
  const { body } = await ask("POST", "/v1/orders", { body: { items: [{ kind: "flight" }] } });
  expect(body.errors[0].detail).toBe('Must be one of: "seat", "stay".');
});

const queries: [query: string, status: number, pointer: string | undefined][] = [
  ["limit=5&open=true", 200, undefined],
  ["limit=0", 422, "/query/limit"],
  ["limit=101", 422, "/query/limit"],
  ["limit=1.5", 422, "/query/limit"],
  ["limit=abc", 422, "/query/limit"],
  ["limit=", 422, "/query/limit"],
  ["limit=5&limit=6", 422, "/query/limit"],
  ["open=yes", 422, "/query/open"],
  ["from=2026-11-21", 422, "/query/from"],
  ["from=2026-11-21T10:00:00%2B03:00", 200, undefined],
  ["cursor=abc", 422, "/query/cursor"],
  ["cursor=%00", 422, "/query/cursor"],
  ["unknown=1", 422, "/query/unknown"],
  [`ids=${ID},x`, 422, "/query/ids/1"],
  ["limit=%zz", 422, "/query/limit"],
];

test.each(queries)(
  "the answer to the query %s has the right status and names the invalid parameter",
  async (query, status, pointer) => {
    const answer = await ask("GET", `/v1/things?${query}`);
    expect({ status: answer.status, pointer: answer.body.errors?.[0].pointer }).toEqual({
      status,
      pointer,
    });
  },
);

test("a query with a __proto__ parameter is refused", async () => {
  expect((await ask("GET", "/v1/things?__proto__=1")).status).toBe(400);
});

test("numbers, booleans and lists in a query are parsed", async () => {
  const { body } = await ask("GET", `/v1/things?limit=5&open=false&ids=${ID},${ID}`);
  expect(body.items).toEqual([{ limit: 5, open: false, ids: [ID, ID] }]);
});

test.each([
  ["text/plain", undefined],
  ["application/xml", undefined],
  ["application/json; charset=latin1", undefined],
  ["application/json", "gzip"],
])("a body of type %s with content encoding %s is 415", async (type, encoding) => {
  const headers = { "content-type": type, ...(encoding && { "content-encoding": encoding }) };
  expect((await ask("POST", "/v1/orders", { body: "{}", headers })).status).toBe(415);
});

test.each([300_000, 10_000_000])("a body of %i bytes is 413", async (size) => {
  const answer = await ask("POST", "/v1/orders", { body: `"${"x".repeat(size)}"` });
  expect(answer.status).toBe(413);
  expect(answer.body.type).toMatch(/too-large$/);
});

test("a caller with a bad token gets 401 before the body is read", async () => {
  const headers = { authorization: "Bearer unknown" };
  const answer = await ask("POST", "/v1/orders", { body: `"${"x".repeat(10_000_000)}"`, headers });
  expect(answer.status).toBe(401);
});

test("a body of 10 MB without a Content-Length is 413", async () => {
  const chunk = new Uint8Array(1_000_000).fill(0x20);
  let sent = 0;
  const body = new ReadableStream({
    pull: (sink) => (sent++ < 10 ? sink.enqueue(chunk) : sink.close()),
  });
  const headers = { "content-type": "application/json" };
  const request: RequestInit & { duplex: "half" } = {
    method: "POST",
    body,
    duplex: "half",
    headers,
  };
  const response = await fetch(`${url}/v1/orders`, request);
  expect(response.status).toBe(413);
});

test("an unknown path is a 404 problem", async () => {
  const answer = await ask("GET", "/v1/nothing");
  expect([answer.status, answer.headers.get("content-type"), answer.body.type]).toEqual([
    404,
    "application/problem+json; charset=utf-8",
    "https://holdfast.example/problems/not-found",
  ]);
});

test("a method that the path does not support is 405 with the allowed methods", async () => {
  const answer = await ask("DELETE", "/v1/things");
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  const options = await ask("OPTIONS", "/v1/orders");
  expect([options.status, options.headers.get("allow")]).toEqual([204, "POST"]);
});

test.each(["/v1/%ff", "/v1/%", `/v1/things/${"x".repeat(500)}`])(
  "the malformed path %s is a 4xx problem",
  async (path) => {
    const answer = await ask("PUT", path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body.type).toMatch(/^https:/);
  },
);

const raw: [name: string, words: string, status: number][] = [
  ["text that is not HTTP", "hello\r\n\r\n", 400],
  [
    "a header with a space in its name",
    "GET /healthz HTTP/1.1\r\nhost: x\r\nbad name: 1\r\n\r\n",
    400,
  ],
  ["a NUL in a header", "GET /healthz HTTP/1.1\r\nhost: x\r\nx: a\0b\r\n\r\n", 400],
  ["a URL of 20 kB", `GET /${"a".repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
  [
    "two Content-Length headers",
    "POST /v1/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
    400,
  ],
  [
    "both Content-Length and chunked encoding",
    "POST /v1/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    400,
  ],
  ["an unknown method", "BREW /v1/things HTTP/1.1\r\nhost: x\r\n\r\n", 400],
  ["a WebDAV method", "PROPFIND /v1/things HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", 405],
];

test.each(raw)("a connection that sends %s gets a 4xx problem", async (_name, words, status) => {
  const answer = await sendRaw(words);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toContain("https://holdfast.example/problems/");
});

async function sendRaw(words: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.end(words);
  let answer = "";
  for await (const chunk of socket) answer += chunk;
  return answer;
}
