import { SESSION_COOKIE } from "./authenticate.ts";
import { problemSchema, refusalsOf } from "./openapi-problems.ts";
import { schemaWriter, type JsonSchema } from "./openapi-schemas.ts";
import type { Route } from "./route.ts";

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of a list of routes: what they declare, no more and no less. */
export function openApiOf(routes: readonly Route[]): Json {
  const schemas = schemaWriter();
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.url.replaceAll(/:([A-Za-z]+)/g, "{$1}");
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route, schemas.write);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Holdfast",
      version: "1",
      description:
        "Instants are RFC 3339 with offset, amounts are integers in the currency's minor unit, ids are UUIDv7. " +
        "Every POST takes Idempotency-Key; a replay answers the first answer for 72 hours.",
    },
    servers: [{ url: "/" }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "A session token or an API key" },
        cookie: { type: "apiKey", in: "cookie", name: SESSION_COOKIE },
      },
      schemas: { ...schemas.components(), Problem: problemSchema },
    },
  };
}

type Write = (schema: JsonSchema) => JsonSchema;

function operationOf(route: Route, write: Write): Json {
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
    responses: { ...repliesOf(route, write), ...refusalsOf(route) },
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
  const headers = [
    ...(route.method === "POST"
      ? [
          header(
            "Idempotency-Key",
            route.idempotency === "required",
            "Unique per operation, 1–255 characters",
          ),
        ]
      : []),
    ...(route.ifMatch
      ? [header("If-Match", route.ifMatch === true, "The ETag as it was read")]
      : []),
    header("Accept-Language", false, "ar or en: the language of problems"),
  ];
  return [
    ...fieldsOf("path", route.params, write),
    ...fieldsOf("query", route.query, write),
    ...headers,
  ];
}

function header(name: string, required: boolean, description: string): Json {
  return { name, in: "header", required, description, schema: { type: "string" } };
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

function repliesOf(route: Route, write: Write): Json {
  return Object.fromEntries(
    Object.entries(route.reply).map(([status, schema]) => [
      status,
      {
        description: schema === null ? "Done" : route.summary,
        ...(schema && {
          content: {
            [route.contentType ?? "application/json"]: { schema: write(schema as JsonSchema) },
            ...(route.csv && { "text/csv": { schema: { type: "string" } } }),
          },
        }),
      },
    ]),
  );
}
