import { expect, test } from "vitest";
import { createHoldfast } from "../src/index.ts";
import { makeSalon } from "../../server/test/harness/businesses.ts";
import { makePerson } from "../../server/test/harness/people.ts";
import { startTestApp } from "../../server/test/harness/test-app.ts";

const app = await startTestApp();
const salon = await makeSalon(app.db);
const { token } = await makePerson(app.db);
const client = createHoldfast({ baseUrl: app.origin, token, locale: "ar" });
const appointment = {
  kind: "appointment",
  serviceId: salon.serviceId,
  start: "2027-01-10T10:00:00+03:00",
} as const;

test("the client books an offered slot and reads the booking back", async () => {
  const slots = await client.GET("/v1/services/{id}/slots", {
    params: { path: { id: salon.serviceId }, query: { from: "2027-01-10", to: "2027-01-10" } },
  });
  expect(slots.data?.items.map((slot) => slot.start)).toContain(appointment.start);

  const made = await client.POST("/v1/bookings", { body: { items: [appointment] } });
  expect(made.data).toMatchObject({ status: "confirmed", businessId: salon.businessId });

  const { id } = made.data!;
  const read = await client.GET("/v1/bookings/{id}", { params: { path: { id } } });
  expect(read.data).toEqual(made.data);
});

test("a refusal is typed and in the requested language", async () => {
  const { error, response } = await client.POST("/v1/bookings", {
    body: { items: [{ ...appointment, start: "2020-01-10T10:00:00+03:00" }] },
  });
  expect(response.status).toBe(422);
  expect(error?.title).toBe("غير متاح");
});

test("each POST gets its own idempotency key, unless the caller sends one", async () => {
  const keys: string[] = [];
  const watching = createHoldfast({
    baseUrl: app.origin,
    token,
    newKey: () => `key-${keys.length + 1}`,
    fetch: (request) => {
      keys.push(request.headers.get("idempotency-key") ?? "none");
      return fetch(request);
    },
  });
  await watching.POST("/v1/orders", { body: { items: [] } });
  await watching.POST("/v1/orders", {
    body: { items: [] },
    headers: { "idempotency-key": "mine" },
  });
  expect(keys).toEqual(["key-1", "mine"]);
});
