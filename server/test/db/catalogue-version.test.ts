import { sql } from "kysely";
import { expect, test } from "vitest";
import rooms from "../../rooms.json" with { type: "json" };
import type { Tx } from "../../src/db/connection.ts";
import { changeService } from "../../src/catalogue/salon/edit-service.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import { createTestDatabase } from "../harness/test-database.ts";

/** Every edit of what a business offers raises its catalogue version, once per transaction, when it commits. */

const { db, owner } = await createTestDatabase();

const at = { scope: "platform", actor: "system:test", now: new Date().toISOString() } as const;
const run = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(db, at, work);

/** Tables of those rooms that say nothing about what is offered. */
const NOT_OFFERED = {
  members: "who may use the console",
  catalogue_versions: "the version itself",
  catalogue_edits: "edits under way",
};

const offering = [
  ...rooms.business.tables,
  ...rooms.catalogue.tables,
  ...rooms.timetable.tables,
  "tax_settings",
].filter((table) => !(table in NOT_OFFERED));

/** Tables, and the events of theirs that raise nothing. */
async function unraised(tx: Tx, tables: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ missing: string }>`
    select t.name || ' ' || event as missing
    from unnest(${tables}::text[]) t (name)
    cross join (values ('insert', 4), ('delete', 8), ('update', 16)) e (event, bit)
    where not exists (
      select from pg_trigger g where g.tgrelid = t.name::regclass and g.tgfoid = 'note_catalogue_edit'::regproc
        and g.tgtype::int & e.bit <> 0 and g.tgtype::int & 3 = 0 and g.tgenabled = 'O' and g.tgattr = '')
    order by 1`.execute(tx);
  return rows.map(({ missing }) => missing);
}

async function versionOf({ businessId }: Pick<Salon, "businessId">): Promise<number> {
  const { rows } = await sql<{ version: string }>`
    select version from catalogue_versions where business_id = ${businessId}`.execute(owner);
  return Number(rows[0]!.version);
}

test("every table that says what a business offers raises its version", async () => {
  expect(await owner.transaction().execute((tx) => unraised(tx, offering))).toEqual([]);
});

test("control: a table without the triggers is found", async () => {
  const undo = new Error("undo");
  const found: string[] = [];
  const trial = owner.transaction().execute(async (tx) => {
    await sql`drop trigger fares_edit_changed on fares`.execute(tx);
    found.push(...(await unraised(tx, offering)));
    throw undo;
  });
  await expect(trial).rejects.toBe(undo);
  expect(found).toEqual(["fares update"]);
});

test("a transaction raises the version once, however much it edits, and only that of its business", async () => {
  const [salon, other] = [await makeSalon(db), await makeSalon(db)];
  const before = [await versionOf(salon), await versionOf(other)];
  await run(async (tx) => {
    const key = { businessId: salon.businessId, id: salon.serviceId };
    await changeService(tx, key, { durationMinutes: 45 });
    await changeService(tx, key, { durationMinutes: 50, name: { ar: "قص", en: "Trim" } });
  });
  expect([await versionOf(salon), await versionOf(other)]).toEqual([before[0]! + 1, before[1]]);
  const { rows } = await sql`select * from catalogue_edits`.execute(owner);
  expect(rows).toEqual([]);
});

test("an edit that is rolled back raises nothing", async () => {
  const salon = await makeSalon(db);
  const before = await versionOf(salon);
  const undo = new Error("undo");
  const undone = run(async (tx) => {
    await changeService(
      tx,
      { businessId: salon.businessId, id: salon.serviceId },
      {
        durationMinutes: 45,
      },
    );
    throw undo;
  });
  await expect(undone).rejects.toBe(undo);
  expect(await versionOf(salon)).toBe(before);
});

test("an edit does not wait for another edit of the same business under way, and both count", async () => {
  const salon = await makeSalon(db, { staff: 2 });
  const before = await versionOf(salon);
  const rename = (tx: Tx, staff: number) =>
    sql`update staff set name_en = 'Renamed'
      where business_id = ${salon.businessId} and id = ${salon.staffIds[staff]}`.execute(tx);
  await run(async (tx) => {
    await rename(tx, 0);
    await run((beside) => rename(beside, 1));
    expect(await versionOf(salon)).toBe(before + 1);
  });
  expect(await versionOf(salon)).toBe(before + 2);
});
