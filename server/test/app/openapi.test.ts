import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { startTestApp } from "../harness/test-app.ts";

const app = await startTestApp();
const { body: document } = await app.as().get("/openapi.json");

test("the description of the whole API is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  const result = await validator.validate(document);
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
  expect(validator.version).toBe("3.1");
});

test("the description lists every route and nothing else", () => {
  const described = Object.entries(document.paths as Record<string, object>).flatMap(
    ([path, operations]) => Object.keys(operations).map((method) => `${method} ${path}`),
  );
  const routes = app.app.routes.map(
    ({ method, url }) => `${method.toLowerCase()} ${url.replaceAll(/:(\w+)/g, "{$1}")}`,
  );
  expect(described.toSorted()).toEqual(routes.toSorted());
});

test("the routes that other programs rely on exist", () => {
  const promised = [
    "post /v1/auth/otp",
    "post /v1/auth/otp/verify",
    "get /v1/businesses",
    "get /v1/businesses/{idOrSlug}",
    "get /v1/businesses/{idOrSlug}/services",
    "get /v1/businesses/{idOrSlug}/staff",
    "get /v1/businesses/{idOrSlug}/rentals",
    "get /v1/businesses/{idOrSlug}/roomTypes",
    "get /v1/services/{id}/slots",
    "get /v1/rentals/{id}/slots",
    "get /v1/trips",
    "get /v1/trips/{id}/seats",
    "get /v1/stays",
    "post /v1/orders",
    "get /v1/orders/{id}",
    "post /v1/orders/{id}/extension",
    "post /v1/orders/{id}/cancellation",
    "post /v1/bookings",
    "get /v1/bookings",
    "get /v1/bookings/{id}",
    "get /v1/bookings/{id}/events",
    "post /v1/bookings/{id}/confirmation",
    "get /v1/bookings/{id}/cancellation",
    "post /v1/bookings/{id}/cancellation",
    "post /v1/bookings/{id}/amendments/quote",
    "post /v1/bookings/{id}/amendments",
    "get /v1/bookings/{id}/amendments",
    "get /v1/bookings/{id}/amendments/{amendmentId}",
    "post /v1/bookings/{id}/amendments/{amendmentId}/withdrawal",
    "post /v1/bookings/{id}/amendments/{amendmentId}/acceptance",
    "post /v1/bookings/{id}/amendments/{amendmentId}/decline",
    "post /v1/bookings/{id}/completion",
    "post /v1/bookings/{id}/noShow",
    "post /v1/bookings/{id}/checkIn",
  ];
  const missing = promised.filter((one) => {
    const [method, path] = one.split(" ") as [string, string];
    return document.paths[path]?.[method] === undefined;
  });
  expect(missing).toEqual([]);
});

test("/metrics lists the server's counters for Prometheus", async () => {
  const { status, body } = await app.as().get("/metrics");
  expect(status).toBe(200);
  for (const name of [
    "holdfast_claims_placed_total",
    "holdfast_conflicts_total",
    "holdfast_double_booking_attempts_total",
    "holdfast_holds_total",
    "holdfast_idempotent_replays_total",
    "holdfast_http_request_duration_seconds",
    "holdfast_outbox",
  ]) {
    expect(body).toContain(name);
  }
});
