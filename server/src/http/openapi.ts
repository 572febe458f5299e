import { SESSION_COOKIE } from "./authenticate.ts";
import { refusalWriter } from "./openapi-problems.ts";
import { schemaWriter, type JsonSchema } from "./openapi-schemas.ts";
import type { Route } from "./route.ts";
import { money, text } from "./shapes.ts";

type Json = Record<string, unknown>;

/** Builds the OpenAPI 3.1 document of a list of routes, exactly as they declare themselves. */
export function openApiOf(routes: readonly Route[]): Json {
  const schemas = schemaWriter();
  const refusals = refusalWriter();
  // Problems refer to these two, even if no route does.
  for (const one of [text, money]) schemas.write(one as unknown as JsonSchema);
  const replies = new Map<string, Json>();
  const writers = { write: schemas.write, refusals: refusals.write, shared: replies };
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.url.replaceAll(/:([A-Za-z]+)/g, "{$1}");
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route, writers);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Holdfast",
      version: "1",
      description:
        "Times are RFC 3339 with a UTC offset, from 1970 to 2200. Money is `{amount, currency}`: the amount is an integer in the currency's minor unit, " +
        "so 15000 SAR is 150.00 riyals. Ids are UUIDv7. Every POST takes an Idempotency-Key; for 72 hours the same key " +
        "returns the first response again.",
    },
    servers: [{ url: "/" }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "A session token or an API key" },
        cookie: { type: "apiKey", in: "cookie", name: SESSION_COOKIE },
      },
      parameters: sharedHeaders,
      responses: { ...sorted(replies), ...refusals.responses() },
      schemas: { ...schemas.components(), ...refusals.schemas() },
    },
  };
}

const KEY_TEXT = "Unique per operation, 1–255 visible characters";
const MATCH_TEXT = "The ETag from your last read";

/** Headers that many operations take, written once. */
const sharedHeaders = {
  AcceptLanguage: header("Accept-Language", false, "`ar` or `en`: the language of problems"),
  IdempotencyKey: header("Idempotency-Key", true, KEY_TEXT),
  OptionalIdempotencyKey: header("Idempotency-Key", false, KEY_TEXT),
  IfMatch: header("If-Match", true, MATCH_TEXT),
  OptionalIfMatch: header("If-Match", false, MATCH_TEXT),
};

function header(name: string, required: boolean, description: string): Json {
  return { name, in: "header", required, description, schema: { type: "string" } };
}

function sorted(entries: Map<string, Json>): Json {
  return Object.fromEntries([...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

type Write = (schema: JsonSchema) => JsonSchema;

interface Writers {
  write: Write;
  refusals: (route: Route) => Json;
  /** Responses written once, by name. */
  shared: Map<string, Json>;
}

function operationOf(route: Route, { write, refusals, shared }: Writers): Json {
  const { access } = route;
  const people = [{ bearer: [] }, { cookie: [] }];
  return {
    operationId: route.operationId ?? operationIdOf(route),
    summary: route.summary,
    ...(route.description && { description: route.description }),
    tags: [route.tag],
    security: access.who === "anyone" ? [{}, ...people] : people,
    "x-access": access,
    parameters: parametersOf(route, write),
    ...(route.body && {
      requestBody: {
        required: ((route.body as { required?: unknown[] }).required?.length ?? 0) > 0,
        content: { "application/json": { schema: write(route.body as JsonSchema) } },
      },
    }),
    responses: { ...repliesOf(route, write, shared), ...refusals(route) },
  };
}

/** "POST /v1/bookings/:id/cancellation" → postBookingsByIdCancellation */
function operationIdOf({ method, url }: Route): string {
  const words = url
    .replace(/^\/v1\//, "")
    .split("/")
    .filter((step) => step !== "")
    .map((step) => (step.startsWith(":") ? `by ${step.slice(1)}` : step));
  const name = words
    .join(" ")
    .replaceAll(/[^A-Za-z0-9]+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return method.toLowerCase() + name.charAt(0).toUpperCase() + name.slice(1);
}

function parametersOf(route: Route, write: Write): Json[] {
  return [
    ...fieldsOf("path", route.params, write),
    ...fieldsOf("query", route.query, write),
    ...headersOf(route),
  ];
}

function headersOf({ method, idempotency, ifMatch }: Route): Json[] {
  const names: (keyof typeof sharedHeaders)[] = ["AcceptLanguage"];
  if (method === "POST") {
    names.push(idempotency === "required" ? "IdempotencyKey" : "OptionalIdempotencyKey");
  }
  if (ifMatch !== undefined) names.push(ifMatch === true ? "IfMatch" : "OptionalIfMatch");
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

function fieldsOf(place: "path" | "query", schema: Route["params"], write: Write): Json[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(typeof property.description === "string" && { description: property.description }),
    ...(property.type === "array" && { style: "form", explode: false }),
    schema: write(property),
  }));
}

function repliesOf(route: Route, write: Write, shared: Map<string, Json>): Json {
  return Object.fromEntries(
    Object.entries(route.reply).map(([status, schema]) => {
      const reply = replyOf(route, schema as JsonSchema | null, write);
      const name = sharedName(route, schema as JsonSchema | null);
      if (name === undefined) return [status, reply];
      shared.set(name, { ...reply, description: name });
      return [status, { $ref: `#/components/responses/${name}` }];
    }),
  );
}

function replyOf(route: Route, schema: JsonSchema | null, write: Write): Json {
  if (!schema) return { description: "Done" };
  return {
    description: route.summary,
    content: {
      [route.contentType ?? "application/json"]: { schema: write(schema) },
      ...(route.csv && { "text/csv": { schema: { type: "string" } } }),
    },
  };
}

/** Names the shared response of routes that answer with nothing, or with a named schema and nothing else. */
function sharedName({ contentType, csv }: Route, schema: JsonSchema | null): string | undefined {
  if (schema === null) return "Done";
  const { title } = schema;
  return typeof title === "string" && !contentType && !csv ? title : undefined;
}
