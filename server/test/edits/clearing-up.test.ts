import { expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { haircut } from "../flows/wants.ts";
import { makeSalon } from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { openOffice } from "./office.ts";

const app = await startTestApp({ clock: standingClock() });

test("an appointment that is over does not block edits during its buffer time", async () => {
  const salon = await makeSalon(app.db, { staff: 1 });
  const office = await openOffice(app, salon.businessId);
  const service = `services/${salon.serviceId}`;
  expect((await office.edit("PATCH", service, { bufferAfterMinutes: 10 })).status).toBe(200);
  const customer = app.as((await makePerson(app.db)).token);
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  expect((await customer.post("/v1/bookings", { items })).status).toBe(201);
  app.clock.set(Date.parse("2026-11-24T10:30:00+03:00") + 5 * MINUTE_MS);
  const path = `staff/${salon.staffIds[0]}`;
  const off = { start: "2026-11-24T10:00:00+03:00", end: "2026-11-24T12:00:00+03:00" };
  expect((await office.post(`${path}/exceptions`, { kind: "off", ...off })).status).toBe(201);
  expect((await office.edit("PATCH", path, { active: false })).status).toBe(200);
});
