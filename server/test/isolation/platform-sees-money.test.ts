import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { keyScopes } from "../../src/base/actor.ts";
import { fillWallet } from "../harness/money-app.ts";
import { makePerson } from "../harness/people.ts";
import { saying } from "./ask.ts";
import { keyOf, nextHalfHour, send, type Estate } from "./estate.ts";
import { PRICE, returnUrl } from "./pay.ts";
import { sar } from "./wares.ts";
import { openWorld } from "./world.ts";

/** The platform can read everybody's payments, refunds and invoices; strangers can read none. */

const world = await openWorld();
const { app, admin, ours, theirs, hidden } = world;

const addresses: [address: string, (estate: Estate) => string][] = [
  ["/v1/payments/:id", ({ paid }) => paid.paymentId],
  ["/v1/payments/:id/refunds", ({ paid }) => paid.paymentId],
  ["/v1/payments/:id/events", ({ paid }) => paid.paymentId],
  ["/v1/invoices/:id", ({ paid }) => paid.invoiceId],
  ["/v1/invoices/:id/page", ({ paid }) => paid.invoiceId],
];

const at = (address: string, id: string) => address.replace(":id", id);

describe.each(addresses)("GET %s", (address, idOf) => {
  test("shows platform admins what it shows the customer", async () => {
    const url = at(address, idOf(ours));
    const seen = await app.as(admin.token).get(url);
    expect(seen.status, JSON.stringify(seen.body)).toBe(200);
    expect(seen.body).toEqual((await app.as(ours.customer.token).get(url)).body);
  });

  test("shows it to platform admins for a suspended business too", async () => {
    expect((await app.as(admin.token).get(at(address, idOf(hidden)))).status).toBe(200);
  });

  test("answers strangers and former platform admins as if the id did not exist", async () => {
    const gone = await makePerson(app.db, { admin: true });
    expect((await app.as(gone.token).get(at(address, idOf(ours)))).status).toBe(200);
    await sql`update users set is_admin = false where id = ${gone.id}`.execute(app.owner);
    const strangers = {
      "one who was of the platform": gone.token,
      "a customer of theirs": theirs.customer.token,
      "their owner": theirs.owner.token,
      "our former manager": ours.former.token,
      "a key of theirs": await keyOf(theirs, theirs.salon.businessId, keyScopes),
      "a key of our other business": await keyOf(ours, ours.venue.businessId, keyScopes),
    };
    for (const [who, token] of Object.entries(strangers)) {
      const answer = await app.as(token).get(at(address, idOf(ours)));
      expect(answer.status, who).toBe(404);
      const unknown = await app.as(token).get(at(address, randomUUID()));
      expect(saying(answer), who).toEqual(saying(unknown));
    }
    expect((await app.as().get(at(address, idOf(ours)))).status).toBe(401);
  });

  test("answers 404 to platform admins for an unknown id", async () => {
    expect((await app.as(admin.token).get(at(address, randomUUID()))).status).toBe(404);
  });
});

test("the platform sees all of a payment for two businesses, and each business its share", async () => {
  const { customer } = ours;
  await fillWallet(app, customer.id, 2 * PRICE);
  const items = [ours, theirs].map(({ salon }) => ({
    kind: "appointment",
    serviceId: salon.prepaidId,
    start: nextHalfHour(),
  }));
  const order = await send(ours, "POST", "/v1/orders", { items }, { by: customer });
  const how = { method: "wallet", returnUrl: returnUrl(ours) };
  const pay = `/v1/orders/${order.id}/payments`;
  const { id } = await send(ours, "POST", pay, how, { by: customer });
  const bookingOf = ({ salon }: Estate): string =>
    order.bookings.find((one: { businessId: string }) => one.businessId === salon.businessId).id;
  for (const estate of [ours, theirs]) {
    const refund = { bookingId: bookingOf(estate), amount: sar(100), reason: "late" };
    await send(ours, "POST", `/v1/payments/${id}/refunds`, refund, { by: estate.manager });
  }
  const seenBy = async (token: string) => {
    const [payment, refunds] = await Promise.all(
      ["", "/refunds"].map((what) => app.as(token).get(`/v1/payments/${id}${what}`)),
    );
    const ids = (list: { bookingId: string }[]) => list.map((one) => one.bookingId).toSorted();
    return {
      amount: payment!.body.amount.amount,
      shares: ids(payment!.body.shares),
      refunds: ids(refunds!.body.items),
    };
  };
  const both = [bookingOf(ours), bookingOf(theirs)].toSorted();
  expect(await seenBy(admin.token)).toEqual({ amount: 2 * PRICE, shares: both, refunds: both });
  for (const estate of [ours, theirs]) {
    const own = [bookingOf(estate)];
    expect(await seenBy(estate.manager.token)).toEqual({
      amount: PRICE,
      shares: own,
      refunds: own,
    });
  }
});
