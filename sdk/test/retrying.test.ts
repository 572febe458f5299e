import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { createHoldfast, isRefusal } from "../src/index.ts";

/** How the test server, which acts once for each key, answers a request. */
type Answer = (reply: ServerResponse, request: IncomingMessage) => void;

let server: Server;
const waited: number[] = [];
const keys: (string | undefined)[] = [];
const effects = new Set<string | undefined>();

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
  for (const list of [waited, keys]) list.length = 0;
  effects.clear();
});

/** Starts a server that answers its first requests with `first` and all later ones with 201. */
async function open(...first: Answer[]) {
  server = createServer((request, reply) => {
    request.resume().on("end", () => {
      const key = request.headers["idempotency-key"]?.toString();
      keys.push(key);
      effects.add(key);
      (first[keys.length - 1] ?? well)(reply, request);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return createHoldfast({
    baseUrl: `http://127.0.0.1:${port}`,
    retry: { wait: async (ms) => void waited.push(ms) },
  });
}

const well: Answer = (reply) => json(reply, 201, { id: "made" });
const drop: Answer = (reply) => reply.destroy();
/** Sends the headers and part of the body, then breaks the connection. */
const breakOff: Answer = (reply) => {
  reply.writeHead(201, { "content-type": "application/json", "content-length": 1000 });
  reply.write('{"id":', () => reply.destroy());
};
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (reply) =>
    reply.writeHead(code, headers).end();
const problem =
  (code: number, type: string, retryAfter = "1"): Answer =>
  (reply) =>
    json(
      reply,
      code,
      { type: `https://holdfast.example/problems/${type}`, detail: type },
      { "retry-after": retryAfter },
    );

function json(reply: ServerResponse, code: number, body: object, headers = {}): void {
  reply.writeHead(code, { "content-type": "application/json", ...headers });
  reply.end(JSON.stringify(body));
}

const body = { items: [] };

test.each<[string, Answer[]]>([
  ["the connection breaks after the server acted", [drop, drop]],
  ["the answer breaks off in the middle", [breakOff]],
  ["a proxy answers 502, 503 and 504", [status(502), status(503), status(504)]],
  ["an earlier copy still runs", [drop, problem(409, "idempotency-in-progress")]],
  ["the server is busy", [problem(503, "busy")]],
])("an order is placed once when %s", async (_what, answers) => {
  const client = await open(...answers);
  const { data, response } = await client.POST("/v1/orders", { body });
  expect([response.status, data]).toEqual([201, { id: "made" }]);
  expect(keys).toHaveLength(answers.length + 1);
  expect(effects.size).toBe(1);
  expect(waited).toHaveLength(answers.length);
});

test("a caller's own idempotency key is used for every attempt", async () => {
  const client = await open(drop);
  await client.POST("/v1/orders", { body, headers: { "idempotency-key": "mine" } });
  expect(keys).toEqual(["mine", "mine"]);
});

test("a failed read is sent again", async () => {
  const client = await open(drop, status(503));
  expect((await client.GET("/v1/wallet")).response.status).toBe(201);
  expect(keys).toHaveLength(3);
});

test("after three retries the caller gets the error", async () => {
  const client = await open(drop, drop, drop, drop);
  await expect(client.GET("/v1/wallet")).rejects.toThrow("fetch failed");
  expect(keys).toHaveLength(4);
});

test("pauses between attempts grow, and Retry-After is obeyed", async () => {
  const client = await open(drop, drop, problem(503, "unavailable", "7"));
  await client.POST("/v1/orders", { body });
  const [first, second, third] = waited as [number, number, number];
  expect(first).toBeGreaterThanOrEqual(125);
  expect(first).toBeLessThanOrEqual(250);
  expect(second).toBeGreaterThanOrEqual(250);
  expect(third).toBe(7000);
});

test("a Retry-After longer than a request may take returns the refusal to the caller", async () => {
  const client = await open(problem(503, "unavailable", "3600"));
  const { error } = await client.POST("/v1/orders", { body });
  expect(isRefusal(error, "unavailable")).toBe(true);
  expect(keys).toHaveLength(1);
});

test("an edit without a key is retried only after a busy refusal, which wrote nothing", async () => {
  const client = await open(problem(503, "busy"), problem(503, "unavailable"));
  const { error } = await client.PATCH("/v1/me", { body: { name: "Sara" } });
  expect(isRefusal(error, "unavailable")).toBe(true);
  expect(keys).toHaveLength(2);
});

test("a refusal is returned to the caller without a retry", async () => {
  const client = await open(problem(409, "already-taken"));
  const { error } = await client.POST("/v1/orders", { body });
  expect(isRefusal(error, "already-taken")).toBe(true);
  expect(keys).toHaveLength(1);
});

test("an aborted request is not sent again", async () => {
  const given = new AbortController();
  const client = await open((reply) => {
    given.abort();
    reply.destroy();
  });
  await expect(client.POST("/v1/orders", { body, signal: given.signal })).rejects.toThrow("abort");
  expect(keys).toHaveLength(1);
});
