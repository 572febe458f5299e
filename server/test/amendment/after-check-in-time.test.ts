import { expect, test } from "vitest";
import { nights } from "../flows/wants.ts";
import { makeHotel } from "../harness/businesses.ts";
import { startMoneyApp } from "../harness/money-app.ts";
import { makeMember } from "../harness/people.ts";
import { amendFirst, book, expectAllPass, read, richCustomer } from "./shop.ts";

/** Rooms requested on the day of arrival, after check-in time. */

const app = await startMoneyApp();

test.each(["customer", "business"] as const)(
  "a pending stay keeps its acceptance deadline when the %s adds a room",
  async (by) => {
    app.clock.set("2026-11-24T16:00:00+03:00");
    const hotel = await makeHotel(app.db, { rooms: 2, terms: { acceptance: "manual" } });
    const customer = await richCustomer(app);
    const desk = app.as((await makeMember(app.db, hotel.businessId, "staff")).token);
    const { id, expiresAt } = await book(customer, nights(hotel, "2026-11-24", "2026-11-25"));
    expect(expiresAt).toBe("2026-11-24T21:00:00.000Z");
    const caller = by === "customer" ? customer : desk;
    const { status, body } = await amendFirst(caller, id, { rooms: 2, guests: 2 });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(await read(customer, id)).toMatchObject({ status: "pending", expiresAt });
    await expectAllPass(app);
  },
);
