import { randomUUID } from "node:crypto";
import type { Route } from "../../src/http/route.ts";
import type { Answer } from "../harness/caller.ts";
import { keyOf, type Estate } from "./estate.ts";
import { operations } from "./operations/operations.ts";
import type { Asked, Operation, Rightful } from "./operations/operation.ts";

export function nameOf({ method, url }: Pick<Route, "method" | "url">): string {
  return `${method} ${url}`;
}

/** @throws Error when operations/ has no request for the route; a test checks that every route has one */
export function operationOf(route: Pick<Route, "method" | "url">): Operation {
  const operation = operations[nameOf(route)];
  if (!operation) throw new Error(`${nameOf(route)} has no request in operations/`);
  return operation;
}

/** The URL with its parameters and query filled in. */
export function pathOf(url: string, { params = {}, query = {} }: Asked): string {
  const path = url.replaceAll(/:([A-Za-z]+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? `no ${name}`),
  );
  const words = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  ).toString();
  return words === "" ? path : `${path}?${words}`;
}

/** Sends the request, with a token if given; `key` is its Idempotency-Key. */
export function send(
  estate: Pick<Estate, "app">,
  route: Pick<Route, "method" | "url">,
  asked: Asked,
  { token, key = randomUUID() }: { token?: string; key?: string } = {},
): Promise<Answer> {
  const { method, url } = route;
  const headers = {
    ...(method === "POST" && { "idempotency-key": key }),
    ...headersOf(route, asked),
  };
  return estate.app.as(token).send(method, pathOf(url, asked), asked.body, headers);
}

/** The If-Match header of the version, and the headers that prove the body. */
export function headersOf(
  route: Pick<Route, "method" | "url">,
  { version, body }: Asked,
): Record<string, string> {
  return {
    ...(version !== undefined && { "if-match": `"${version}"` }),
    ...(body !== undefined && operationOf(route).proof?.(JSON.stringify(body))),
  };
}

/** Which callers of an estate may use the route. */
export function rightful(route: Route): readonly Rightful[] {
  const { access } = route;
  const { by } = operationOf(route);
  if (by) return by;
  switch (access.who) {
    case "anyone":
      return ["nobody"];
    case "customer":
    case "admin":
      return [access.who];
    case "member":
      return access.keyScope ? [access.role, "key"] : [access.role];
    default:
      throw new Error(`${nameOf(route)} does not say who may`);
  }
}

/** The token of a caller with access; an API key gets only the scope that the route needs. */
export async function tokenOf(
  estate: Estate,
  route: Route,
  who: Rightful,
  asked: Asked,
): Promise<string | undefined> {
  if (asked.token) return asked.token;
  if (who === "nobody") return undefined;
  if (who !== "key") return estate[who].token;
  const scope = (route.access as { keyScope: "bookings:read" }).keyScope;
  return keyOf(estate, businessOf(estate, route, asked), [scope]);
}

/** The business a request is about. */
export function businessOf(estate: Estate, route: Route, { params }: Asked): string {
  const { of } = operationOf(route);
  const businessId = params?.businessId ?? (of && estate[of].businessId);
  if (!businessId) throw new Error(`${nameOf(route)} is about no business`);
  return businessId;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isId(value: unknown): value is string {
  return typeof value === "string" && UUID.test(value);
}

/** The same request with ids that do not exist. */
export function ofNothing(asked: Asked): Asked {
  const params = Object.entries(asked.params ?? {}).map(([name, value]) => [
    name,
    isId(value) ? randomUUID() : value,
  ]);
  return { ...asked, params: Object.fromEntries(params) };
}

/** A refusal's content, without the request id. */
export function saying({ status, body, headers }: Answer): unknown {
  const { requestId, ...rest } = body as Record<string, unknown>;
  const type = headers.get("content-type");
  return { status, type, etag: headers.get("etag"), named: typeof requestId, ...rest };
}
