import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { changeBusiness } from "../../src/business/edit-business.ts";
import { removeLocation } from "../../src/business/edit-location.ts";
import {
  changeService,
  createService,
  removeService,
} from "../../src/catalogue/salon/edit-service.ts";
import { removeStaff } from "../../src/catalogue/salon/edit-staff.ts";
import { newId } from "../../src/base/id.ts";
import { asProblem } from "../../src/db/constraint-problems.ts";
import type { Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeBusiness, makeSalon, type Salon } from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut } from "../flows/wants.ts";
import { uncompared, weaken, without } from "./arena.ts";
import { commandInFlight, orderInFlight, startedBeside, type InFlight } from "./edit-steps.ts";

type App = Awaited<ReturnType<typeof openApp>>;

async function openApp() {
  const app = await startTestApp({ clock: standingClock() });
  return { ...app, customer: app.as((await makePerson(app.db)).token) };
}

const guarded = await openApp();
/** Without the locks of edits and without the foreign keys from bookings to the catalogue. */
const unkept = await openApp();
await without(
  unkept,
  `create or replace function lock_sold(business uuid, unit_ids uuid[], pool_ids uuid[]) returns void
   language plpgsql as $$ begin end $$`,
  "alter table claims drop constraint claims_business_id_unit_id_fkey",
  "alter table booking_items drop constraint booking_items_business_id_offering_id_fkey",
  "alter table bookings drop constraint bookings_location",
  "alter table businesses disable trigger businesses_keep_currency",
  uncompared,
);

const at = {
  scope: "platform",
  actor: "system:test",
  now: instantText(guarded.clock.now()),
} as const;

const order = (app: App, salon: Salon) =>
  app.customer.post("/v1/bookings", {
    items: [haircut(salon, "2026-11-24T10:00:00+03:00", { staffId: salon.staffIds[0] })],
  });

const run = <T>(app: App, command: (tx: Tx) => Promise<T>) => inTransaction(app.db, at, command);

async function ending(first: InFlight<unknown>, second: Promise<unknown>) {
  first.go();
  const settled = await Promise.allSettled([first.done, second]);
  return settled.map((one) => {
    if (one.status === "rejected") return asProblem(one.reason);
    const { status } = Object(one.value) as { status?: unknown };
    return typeof status === "number" ? status : "done";
  });
}

describe.each([
  [
    "a staff member",
    ({ businessId, staffIds }: Salon) =>
      (tx: Tx) =>
        removeStaff(tx, { businessId, id: staffIds[0]! }),
  ],
  [
    "a service",
    ({ businessId, serviceId }: Salon) =>
      (tx: Tx) =>
        removeService(tx, { businessId, id: serviceId }),
  ],
])("%s is removed during the first order for it", (_, removing) => {
  const orderFirst = async (app: App) => {
    const salon = await makeSalon(app.db);
    const ordering = await orderInFlight(app, () => order(app, salon));
    const [removed] = await startedBeside(app, ordering, () => run(app, removing(salon)));
    return { outcome: await ending(ordering, removed), id: (await ordering.done).body.id };
  };

  test("the order comes first: the removal waits for it and is refused with the booking", async () => {
    const { outcome, id } = await orderFirst(guarded);
    expect(outcome).toMatchObject([201, { type: "conflict", extra: { bookings: [{ id }] } }]);
  });

  test("the removal comes first: the order waits for it and is refused", async () => {
    const salon = await makeSalon(guarded.db);
    const removal = await commandInFlight(guarded, at, removing(salon));
    const [ordered] = await startedBeside(guarded, removal, () => order(guarded, salon));
    expect(await ending(removal, ordered)).toEqual(["done", expect.toBeOneOf([404, 422])]);
  });

  test("control: without locks and foreign keys both succeed", async () => {
    expect((await orderFirst(unkept)).outcome).toEqual([201, "done"]);
  });
});

/** A location where nothing is offered any more, while an order judged earlier still names it. */
async function leftLocation(app: App) {
  const salon = await makeSalon(app.db);
  const { businessId, locationId } = salon;
  const other = newId();
  await run(app, (tx) =>
    sql`insert into locations (business_id, id, name_ar, name_en) values (${businessId}, ${other}, 'فرع', 'Other')`.execute(
      tx,
    ),
  );
  const leave = async (tx: Tx) => {
    await changeService(tx, { businessId, id: salon.serviceId }, { locationId: other });
    await sql`update staff set location_id = ${other} where business_id = ${businessId}`.execute(
      tx,
    );
    await removeLocation(tx, { businessId, id: locationId });
  };
  return { salon, leave };
}

describe("a location is emptied and removed during an order there", () => {
  const orderFirst = async (app: App) => {
    const { salon, leave } = await leftLocation(app);
    const ordering = await orderInFlight(app, () => order(app, salon));
    const [left] = await startedBeside(app, ordering, () => run(app, leave));
    return { outcome: await ending(ordering, left), id: (await ordering.done).body.id };
  };

  test("the order comes first: the removal waits for it and is refused with the booking", async () => {
    const { outcome, id } = await orderFirst(guarded);
    expect(outcome).toMatchObject([201, { type: "conflict", extra: { bookings: [{ id }] } }]);
  });

  test("the removal comes first: the order is judged again at the service's new location", async () => {
    const { salon, leave } = await leftLocation(guarded);
    const leaving = await commandInFlight(guarded, at, leave);
    const [ordered] = await startedBeside(guarded, leaving, () => order(guarded, salon));
    expect(await ending(leaving, ordered)).toEqual(["done", 201]);
    expect((await ordered).body.locationId).not.toBe(salon.locationId);
  });

  test("control: without locks and foreign keys the order is for a removed location", async () => {
    expect((await orderFirst(unkept)).outcome).toEqual([201, "done"]);
  });
});

describe("the currency changes while the first price in the old one is set", () => {
  type Made = Awaited<ReturnType<typeof makeBusiness>>;
  const pricing =
    ({ businessId, locationId }: Made) =>
    (tx: Tx) =>
      createService(
        tx,
        { businessId, id: newId() },
        {
          locationId,
          name: { ar: "قص", en: "Cut" },
          durationMinutes: 30,
          price: { amount: 5_000, currency: "SAR" },
        },
      );
  const toDinars =
    ({ businessId: id }: Made) =>
    (tx: Tx) =>
      changeBusiness(tx, { id }, { currency: "KWD" });
  const byScript =
    ({ businessId: id }: Made) =>
    (tx: Tx) =>
      sql`update businesses set currency = 'KWD' where id = ${id}`.execute(tx);

  const priceFirst = async (app: App, change: (made: Made) => (tx: Tx) => Promise<unknown>) => {
    const made = await run(app, (tx) => makeBusiness(tx, "salon"));
    const priced = await commandInFlight(app, at, pricing(made));
    const [changed] = await startedBeside(app, priced, () => run(app, change(made)));
    return ending(priced, changed);
  };

  test.each([
    ["the console", toDinars],
    ["a script", byScript],
  ] as const)(
    "the price comes first: changing the currency from %s is refused",
    async (_, change) => {
      expect(await priceFirst(guarded, change)).toMatchObject(["done", { type: "conflict" }]);
    },
  );

  test("the currency comes first: the price is refused", async () => {
    const made = await run(guarded, (tx) => makeBusiness(tx, "salon"));
    const changing = await commandInFlight(guarded, at, toDinars(made));
    const [priced] = await startedBeside(guarded, changing, () => run(guarded, pricing(made)));
    expect(await ending(changing, priced)).toMatchObject(["done", { type: "invalid-request" }]);
  });

  test("control: without the trigger both succeed, and riyals become dinars", async () => {
    expect(await priceFirst(unkept, byScript)).toEqual(["done", "done"]);
  });
});

describe("a price changes after an order was judged and before it is placed", async () => {
  // Stops an order that was judged before it takes any lock.
  for (const app of [guarded, unkept]) {
    await without(app, "create table gates ()", "grant select on gates to holdfast_engine");
    await weaken(app, "lock_keys", "begin\n", "begin\n  perform 1 from gates;\n");
  }

  const dearer = async (app: App) => {
    const salon = await makeSalon(app.db);
    const stopped = await commandInFlight({ ...app, db: app.owner }, at, (tx) =>
      sql`lock table gates in access exclusive mode`.execute(tx),
    );
    const [ordered] = await startedBeside(app, stopped, () => order(app, salon));
    const key = { businessId: salon.businessId, id: salon.serviceId };
    await run(app, (tx) => changeService(tx, key, { price: { amount: 9_900, currency: "SAR" } }));
    expect(await ending(stopped, ordered)).toEqual(["done", 201]);
    return (await ordered).body.total;
  };

  test("the order is judged again and made at the new price", async () => {
    expect(await dearer(guarded)).toEqual({ amount: 9_900, currency: "SAR" });
  });

  test("control: without comparing the catalogue's version it is sold at the old price", async () => {
    expect(await dearer(unkept)).toEqual({ amount: 10_000, currency: "SAR" });
  });
});
