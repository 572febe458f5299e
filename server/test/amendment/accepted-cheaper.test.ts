import { sql } from "kysely";
import { expect, test } from "vitest";
import { rig } from "../flows/wants.ts";
import { makeVenue } from "../harness/businesses.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember } from "../harness/people.ts";
import { amend, buy, NOON, richCustomer, TEN, walletOf } from "./shop.ts";

const app = await startMoneyApp();

test("a move to a cheaper time refunds the difference only when the business accepts it", async () => {
  const terms = { payment_terms: "full", acceptance: "manual" } as const;
  const venue = await makeVenue(app.db, { units: 1, terms });
  await sql`insert into rental_prices (business_id, id, rental_id, weekday, starts_minute, ends_minute, price_hour_minor)
    values (${venue.businessId}, gen_random_uuid(), ${venue.rentalId}, 2, 720, 1440, 10000)`.execute(
    app.owner,
  );
  const manager = app.as((await makeMember(app.db, venue.businessId, "manager")).token);
  const customer = await richCustomer(app);
  const { id, items } = await buy(app, customer, [rig(venue, NOON)]);
  await manager.post(`/v1/bookings/${id}/confirmation`, {});
  await app.work();
  const asked = await amend(customer, id, { items: [{ id: items[0].id, start: TEN }] });
  expect(asked.body).toMatchObject({ status: "awaitingAcceptance", goesBack: sar(5_000) });
  await app.work();
  expect(await walletOf(customer)).toBe(1_000_000 - 10_000);
  await manager.post(`/v1/bookings/${id}/amendments/${asked.body.id}/acceptance`, {});
  await app.work();
  expect(await walletOf(customer)).toBe(1_000_000 - 5_000);
});
