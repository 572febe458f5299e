import { sql } from "kysely";
import { expect, test } from "vitest";
import rooms from "../../rooms.json" with { type: "json" };
import { noMetrics } from "../../src/base/metrics.ts";
import { orderJudge } from "../../src/booking/judge-orders.ts";
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

test("an appointment is judged on cached facts, whose version is outdated once the price was edited", async () => {
  const salon = await makeSalon(db);
  const { businessId, serviceId, staffIds } = salon;
  const judge = orderJudge(db, noMetrics);
  const start = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 86_400_000).toISOString();
  const question = {
    items: [{ kind: "appointment", serviceId, staffId: staffIds[0]!, start }] as const,
    idempotency: { scope: "test", key: "cached", fingerprint: "" },
    now: Date.now(),
  };
  const planned = async (how: "cached" | "current") => {
    const { verdicts, isCached } = await judge({ ...question, facts: how });
    const [verdict] = verdicts;
    if (verdict?.verdict !== "bookable") throw new Error(JSON.stringify(verdict));
    const { priceMinor, catalogueVersion: version } = verdict.plan;
    const { rows } = await sql<{ current: boolean }>`
      select is_catalogue_current(${businessId}, ${version}) as current`.execute(owner);
    return { isCached: isCached ?? false, priceMinor, isCurrent: rows[0]!.current };
  };
  expect(await planned("cached")).toEqual({ isCached: false, priceMinor: 10_000, isCurrent: true });
  expect(await planned("cached")).toEqual({ isCached: true, priceMinor: 10_000, isCurrent: true });
  await run((tx) =>
    changeService(tx, { businessId, id: serviceId }, { price: { amount: 9_900, currency: "SAR" } }),
  );
  expect(await planned("cached")).toEqual({ isCached: true, priceMinor: 10_000, isCurrent: false });
  expect(await planned("current")).toEqual({ isCached: false, priceMinor: 9_900, isCurrent: true });
  expect(await planned("cached")).toEqual({ isCached: true, priceMinor: 9_900, isCurrent: true });
});
