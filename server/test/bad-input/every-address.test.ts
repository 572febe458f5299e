import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { headersOf, nameOf, operationOf, pathOf, rightful, tokenOf } from "../isolation/ask.ts";
import type { Asked } from "../isolation/operations/operation.ts";
import { snapshot } from "../isolation/snapshot.ts";
import { openWorld } from "../isolation/world.ts";
import type { Route } from "../../src/http/route.ts";
import { readDocument, type Schema } from "./described.ts";
import { expectProblem, exchange, type Sent } from "./exchange.ts";
import { spoiltValues } from "./spoilt-values.ts";

/** Queries, paths, headers and bodies of every operation in the OpenAPI document, each made invalid in turn. */

const { app, ours } = await openWorld();
const described = readDocument((await app.as().get("/openapi.json")).body);
const routes = app.app.routes.map((route) => ({ name: nameOf(route), route }));

/** The parts of a request that would succeed. */
async function validRequest(route: Route): Promise<Sent & { asked: Asked }> {
  const asked = await operationOf(route).ask(ours);
  const token = await tokenOf(ours, route, rightful(route)[0]!, asked);
  const body = asked.body === undefined ? undefined : JSON.stringify(asked.body);
  const headers: Record<string, string> = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(route.method === "POST" && { "idempotency-key": randomUUID() }),
    ...headersOf(route, asked),
    ...(body !== undefined && { "content-type": "application/json" }),
  };
  return { method: route.method, path: pathOf(route.url, asked), headers, body, asked };
}

/** Sends each request and expects a refusal, with nothing written by any. */
async function expectRefused(tried: [about: string, sent: Sent, statuses: number[]][]) {
  const before = await snapshot(app.owner);
  for (const [about, sent, statuses] of tried) {
    const answer = await exchange(app.origin, sent);
    expectProblem(answer, about);
    expect(statuses, `${about} → ${answer.status} ${answer.words}`).toContain(answer.status);
  }
  expect(await snapshot(app.owner)).toEqual(before);
}

const cursors = [
  "abc",
  "=",
  "W10",
  ...[
    [],
    [null],
    [""],
    ["x"],
    [true],
    [1e300],
    ["\0"],
    [{}],
    ["01a1fba8-62bf-7bea-a98f-b1ca6da38411", 1],
    [null, null],
    ["x", "y"],
    [true, false],
    [1e300, 1e300],
    ["2026-11-21T00:00:00Z", "not an id"],
    ["not a time", "01a1fba8-62bf-7bea-a98f-b1ca6da38411"],
    ["+275760-09-13T00:00:00Z", "01a1fba8-62bf-7bea-a98f-b1ca6da38411"],
    ["infinity", "01a1fba8-62bf-7bea-a98f-b1ca6da38411"],
    [1.5, "01a1fba8-62bf-7bea-a98f-b1ca6da38411"],
    [1, 2, 3],
    ["a", "b", "c"],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  ].map((values) => Buffer.from(JSON.stringify(values)).toString("base64url")),
];

describe.each(routes.filter(({ name }) => Object.keys(described.get(name)!.query).length > 0))(
  "the query of $name",
  ({ name, route }) => {
    const { query } = described.get(name)!;

    test.each(Object.keys(query))("rejects an invalid %s", async (field) => {
      const sent = await validRequest(route);
      const before = await snapshot(app.owner);
      const values = [
        ...spoiltTexts(query[field]!, sent.asked.query?.[field]),
        ...(field === "cursor" ? cursors : []),
      ];
      for (const value of values) {
        const path = pathOf(route.url, {
          ...sent.asked,
          query: { ...sent.asked.query, [field]: value },
        });
        const answer = await exchange(app.origin, { ...sent, path });
        const about = `${field}=${JSON.stringify(value).slice(0, 200)} → ${answer.status} ${answer.words}`;
        expect(answer.status, about).toBeLessThan(500);
        if (answer.status < 400) continue;
        expectProblem(answer, about);
        // A URL that is too long is refused before it is read.
        if (answer.status === 431) continue;
        const pointers = answer.body.errors?.map((one: { pointer: string }) => one.pointer);
        if (answer.body.type.endsWith("invalid-request"))
          expect(pointers?.[0], about).toMatch(/^\/query\/./);
      }
      expect(await snapshot(app.owner)).toEqual(before);
    });

    test("rejects an unknown field and a duplicate field", async () => {
      const sent = await validRequest(route);
      const mark = sent.path.includes("?") ? "&" : "?";
      const [first = "limit"] = Object.keys(query);
      const twice = `${first}=1&${first}=2`;
      await expectRefused([
        ["unknown", { ...sent, path: `${sent.path}${mark}zzz=1` }, [422]],
        ["twice", { ...sent, path: `${sent.path}${mark}${twice}` }, [422]],
        ["poison", { ...sent, path: `${sent.path}${mark}__proto__=1` }, [400]],
        ["broken", { ...sent, path: `${sent.path}${mark}${first}=%zz%` }, [400, 422]],
      ]);
    });
  },
);

/** The invalid values in the form a URL can carry. */
function spoiltTexts(schema: Schema, value: unknown): string[] {
  return [
    ...new Set(
      spoiltValues(schema, value)
        .map((one) => (typeof one === "string" ? one : JSON.stringify(one)))
        .filter((one) => one.length < 3_000)
        .map((one) => one.toWellFormed()),
    ),
  ];
}

const oddParameters = [
  "x",
  "1",
  "0",
  "-1",
  "null",
  "%00",
  "a%00b",
  "%20",
  "%0A",
  "..%2F..%2Fetc",
  "%F0%9F%92%87",
  "%E2%80%AE",
  "01A1FBA8-62BF-7BEA-A98F-B1CA6DA38411",
  "01a1fba8-62bf-7bea-a98f-b1ca6da38411%0A",
  "{01a1fba8-62bf-7bea-a98f-b1ca6da38411}",
  "01a1fba862bf7beaa98fb1ca6da38411",
  "00000000-0000-0000-0000-000000000000",
];
/** Values that are not valid UTF-8, or too long for a URL. */
const brokenParameters = ["x".repeat(400), "%ff", "%", "%zz", "%C0%80"];

describe.each(routes.filter(({ route }) => route.url.includes(":")))(
  "the path of $name",
  ({ route }) => {
    test("with an invalid parameter is not found", async () => {
      const { asked, ...sent } = await validRequest(route);
      const names = Object.keys(asked.params!);
      const at = (name: string, value: string) =>
        pathOf(route.url, { ...asked, params: { ...asked.params, [name]: "HERE" } }).replace(
          "HERE",
          value,
        );
      await expectRefused(
        names.flatMap((name) => [
          ...oddParameters.map((value): [string, Sent, number[]] => [
            `${name}=${value}`,
            { ...sent, path: at(name, value) },
            [404],
          ]),
          ...brokenParameters.map((value): [string, Sent, number[]] => [
            `${name}=${value}`,
            { ...sent, path: at(name, value) },
            [400, 404],
          ]),
        ]),
      );
    });
  },
);

describe.each(routes.filter(({ route }) => route.method !== "GET"))("$name", ({ name, route }) => {
  test("rejects missing and invalid headers", async () => {
    const sent = await validRequest(route);
    const { headers: needed } = described.get(name)!;
    const withHeader = (header: string, value?: string): Sent => {
      const headers = { ...sent.headers };
      delete headers[header];
      if (value !== undefined) headers[header] = value;
      return { ...sent, headers };
    };
    const tried: [string, Sent, number[]][] = [];
    if ("if-match" in needed) {
      if (needed["if-match"]) tried.push(["no version", withHeader("if-match"), [428]]);
      tried.push(["another version", withHeader("if-match", '"999999999"'), [412]]);
      for (const odd of [
        "*",
        "1",
        '"x"',
        '"-1"',
        '"1", "2"',
        '"99999999999"',
        '"1.5"',
        "x".repeat(5000),
      ]) {
        tried.push([`if-match ${odd}`, withHeader("if-match", odd), [400]]);
      }
    }
    if ("idempotency-key" in needed) {
      if (needed["idempotency-key"]) tried.push(["no key", withHeader("idempotency-key"), [400]]);
      for (const odd of ["x".repeat(256), "a b", "\u00e9", '""', '"a']) {
        if (odd === '"a') continue;
        tried.push([`key ${odd}`, withHeader("idempotency-key", odd), [400]]);
      }
    }
    for (const odd of [
      "Bearer",
      "Bearer ",
      "Basic eDp5",
      "Bearer a b",
      `Bearer ${"x".repeat(600)}`,
      "Bearer \u00ff",
    ]) {
      tried.push([`authorization ${odd}`, withHeader("authorization", odd), [401]]);
    }
    await expectRefused(tried);
  });

  test("rejects a body that is not JSON", async () => {
    const sent = await validRequest(route);
    const json = { ...sent.headers, "content-type": "application/json" };
    const bytes = (body: Sent["body"], headers: Sent["headers"] = json): Sent => ({
      ...sent,
      headers,
      body,
    });
    const typed = (type: string) => ({ ...json, "content-type": type });
    // A body that may have any fields comes from a gateway and must be authenticated first.
    const isForeign = described.get(name)!.body?.additionalProperties === true;
    const deep = '{"a":'.repeat(5_000) + "1" + "}".repeat(5_000);
    const tried: [string, Sent, number[]][] = [
      ["half", bytes('{"a":'), [400]],
      ["words", bytes("hello"), [400]],
      ["deep", bytes(deep), [400]],
      ["deep lists", bytes("[".repeat(100_000) + "]".repeat(100_000)), [400]],
      ["no UTF-8", bytes(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])), [400]],
      ["UTF-16", bytes(new Uint8Array(Buffer.from('{"a":1}', "utf16le"))), [400]],
      ["a prototype", bytes('{"__proto__":{"isAdmin":true}}'), [400]],
      ["a number", bytes("1"), [422]],
      ["a list", bytes("[]"), [422]],
      ["null", bytes("null"), [422]],
      ["an unknown field", bytes('{"zzz":1}'), [isForeign ? 401 : 422]],
      ["a form", bytes("a=1", typed("application/x-www-form-urlencoded")), [415]],
      ["XML", bytes("<a/>", typed("application/xml")), [415]],
      ["another charset", bytes("{}", typed("application/json; charset=latin1")), [415]],
      ["compressed", bytes("{}", { ...json, "content-encoding": "gzip" }), [415]],
      ["10 MB", bytes(`{"a":"${"x".repeat(10_000_000)}"}`), [413]],
    ];
    await expectRefused(tried);
  });
});
