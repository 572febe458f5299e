import { expect, test } from "vitest";
import { haircut } from "../flows/wants.ts";
import { makeSalon } from "../harness/businesses.ts";
import { startMoneyApp } from "../harness/money-app.ts";
import { makeMember } from "../harness/people.ts";
import { amendFirst, book, expectAllPass, richCustomer, TEN } from "./shop.ts";

const app = await startMoneyApp();

test("resending an any-staff appointment unchanged needs no new acceptance", async () => {
  const salon = await makeSalon(app.db, { staff: 2, terms: { acceptance: "manual" } });
  const desk = app.as((await makeMember(app.db, salon.businessId, "staff")).token);
  const customer = await richCustomer(app);
  const { id } = await book(customer, haircut(salon, TEN));
  expect((await desk.post(`/v1/bookings/${id}/confirmation`)).status).toBe(200);
  const { body } = await amendFirst(customer, id, { start: TEN });
  expect(body).toMatchObject({ status: "applied", acceptance: "none" });
  const other = await amendFirst(customer, id, { start: "2026-11-24T10:30:00+03:00" });
  expect(other.body).toMatchObject({ status: "awaitingAcceptance", acceptance: "again" });
  await expectAllPass(app);
});
