import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Db, Tx } from "../../src/db/connection.ts";
import { asProblem } from "../../src/db/constraint-problems.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeSalon, makeVenue } from "../harness/businesses.ts";
import { makePerson, platform } from "../harness/people.ts";
import { standingClock, startTestApp, type TestApp } from "../harness/test-app.ts";
import { haircut, rig } from "../flows/wants.ts";

const guarded = await startTestApp({ clock: standingClock() });
const unguarded = await startTestApp({ clock: standingClock() });
for (const [table, trigger] of [
  ["staff", "staff_keep_acknowledged"],
  ["rental_units", "rental_units_keep_acknowledged"],
  ["staff_exceptions", "staff_exceptions_keep_acknowledged"],
] as const) {
  await sql`alter table ${sql.table(table)} disable trigger ${sql.ref(trigger)}`.execute(
    unguarded.owner,
  );
}

const at = (time: string) => `2026-11-24T${time}:00+03:00`;

async function book(app: TestApp, item: object): Promise<string> {
  const customer = app.as((await makePerson(app.db)).token);
  const { status, body } = await customer.post("/v1/bookings", { items: [item] });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

/** Statements that each break one booking, run on the database without the program. */
const scripts = {
  "takes a staff member off sale": async (app: TestApp) => {
    const salon = await makeSalon(app.db);
    return {
      bookingId: await book(app, haircut(salon, at("10:00"))),
      script: sql`update staff set active = false where id = ${salon.staffIds[0]}`,
    };
  },
  "writes time off over an appointment": async (app: TestApp) => {
    const salon = await makeSalon(app.db);
    return {
      bookingId: await book(app, haircut(salon, at("10:00"))),
      script: sql`
        insert into staff_exceptions (business_id, id, staff_id, kind, starts_at, ends_at)
        values (${salon.businessId}, gen_random_uuid(), ${salon.staffIds[0]}, 'off', ${at("10:29")}, ${at("12:00")})`,
    };
  },
  "takes a rental unit off sale": async (app: TestApp) => {
    const venue = await makeVenue(app.db, { units: 1 });
    return {
      bookingId: await book(app, rig(venue, at("10:00"))),
      script: sql`update rental_units set active = false where id = ${venue.unitIds[0]}`,
    };
  },
};

describe.each(Object.entries(scripts))("a script that %s", (_, prepare) => {
  const inOne = (db: Db, work: (tx: Tx) => Promise<unknown>) =>
    inTransaction(db, platform, work).then(
      () => "done",
      (error: unknown) => asProblem(error).type,
    );

  test("is refused at commit unless it acknowledges the booking it breaks", async () => {
    const { script } = await prepare(guarded);
    expect(await inOne(guarded.db, (tx) => script.execute(tx))).toBe("conflict");
    const stranger = crypto.randomUUID();
    const named = await inOne(guarded.db, async (tx) => {
      await sql`select set_config('app.acknowledged', ${stranger}, true)`.execute(tx);
      await script.execute(tx);
    });
    expect(named).toBe("conflict");
  });

  test("succeeds when it acknowledges the booking it breaks", async () => {
    const { script, bookingId } = await prepare(guarded);
    const named = await inOne(guarded.db, async (tx) => {
      await sql`select set_config('app.acknowledged', ${bookingId}, true)`.execute(tx);
      await script.execute(tx);
    });
    expect(named).toBe("done");
  });

  test("control: without the guard it succeeds without an acknowledgement", async () => {
    const { script } = await prepare(unguarded);
    expect(await inOne(unguarded.db, (tx) => script.execute(tx))).toBe("done");
  });
});
