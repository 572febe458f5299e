import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { expect, test } from "vitest";
import rooms from "../../rooms.json" with { type: "json" };
import { createTestDatabase } from "../harness/test-database.ts";

/** Each table is written by one room only; any other room that writes it must be listed beside it. */

interface Room {
  tables: string[];
  folders: string[];
  /** Tables that other folders write too. */
  also?: Record<string, string | string[]>;
}

const house = Object.entries(rooms as unknown as Record<string, Room>);
const server = fileURLToPath(new URL("../../", import.meta.url));

interface Write {
  file: string;
  table: string;
}

const WRITES = [
  /(?:insert into|update|delete from)\s+(?:public\.)?([a-z_]+)\b(?!\()/g,
  /(?:insertInto|updateTable|deleteFrom)\("([a-z_]+)"/g,
];

function writesIn(file: string, text: string, tables: ReadonlySet<string>): Write[] {
  return WRITES.flatMap((pattern) =>
    [...text.matchAll(pattern)]
      .map(([, table]) => ({ file, table: table! }))
      .filter(({ table }) => tables.has(table)),
  );
}

/** All writes, by paths such as "payment/…" and "sql/payment/…", without the programs that fill databases in bulk. */
async function allWrites(tables: ReadonlySet<string>): Promise<Write[]> {
  const found: Write[] = [];
  for (const [folder, ending, prefix] of [
    ["src", ".ts", ""],
    ["sql", ".sql", "sql/"],
  ] as const) {
    const names = await readdir(`${server}${folder}`, { recursive: true });
    for (const name of names.filter(
      (one) => one.endsWith(ending) && !/^(main|demo|replay)\//.test(one),
    )) {
      const text = await readFile(`${server}${folder}/${name}`, "utf8");
      found.push(
        ...writesIn(prefix + name, text.replaceAll(/^\s*(--|\*|\/\/|\/\*).*$/gm, ""), tables),
      );
    }
  }
  return found;
}

function mayWrite({ file, table }: Write): boolean {
  const [, room] = house.find(([, { tables }]) => tables.includes(table))!;
  const others = room.also?.[table] ?? [];
  if (typeof others === "string") return true;
  return [...room.folders, ...others].some((folder) => file.startsWith(`${folder}/`));
}

test("every table is owned by exactly one room", async () => {
  const { owner } = await createTestDatabase();
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`.execute(owner);
  const owned = house.flatMap(([, { tables }]) => tables);
  expect(owned.toSorted()).toEqual(rows.map(({ name }) => name));
});

test("no room writes another room's table", async () => {
  const tables = new Set(house.flatMap(([, room]) => room.tables));
  const writes = await allWrites(tables);
  expect(writes.length).toBeGreaterThan(100);
  const foreign = writes.filter((write) => !mayWrite(write));
  expect(foreign).toEqual([]);
});

test("control: the check finds a write from another room", () => {
  const text = "await sql`update payments set status = 'paid'`; tx.insertInto(\"bookings\")";
  const found = writesIn("review/x.ts", text, new Set(["payments", "bookings"]));
  expect(found.map(({ table }) => table)).toEqual(["payments", "bookings"]);
  expect(found.filter(mayWrite)).toEqual([]);
});

test("ARCHITECTURE.md lists the same owners", async () => {
  const text = await readFile(`${server}../ARCHITECTURE.md`, "utf8");
  const said = Object.fromEntries(
    [...text.matchAll(/^\| `(\w+)` \| ([\w, `]+) \|$/gm)].map(([, room, list]) => [
      room,
      list!.replaceAll("`", "").split(", ").toSorted(),
    ]),
  );
  expect(said).toEqual(
    Object.fromEntries(house.map(([room, { tables }]) => [room, tables.toSorted()])),
  );
});

const READS = /\b(?:from|join)\s+(?:public\.)?([a-z_]+)\b(?!\()/g;

test("the invoice room reads no other room's tables", async () => {
  const folder = `${server}src/invoice/`;
  const foreign = house.flatMap(([name, { tables }]) => (name === "invoice" ? [] : tables));
  const reads: string[] = [];
  for (const name of await readdir(folder)) {
    const text = await readFile(folder + name, "utf8");
    reads.push(...[...text.matchAll(READS)].map(([, table]) => `${name}: ${table}`));
  }
  expect(reads).toContain("invoices.ts: invoices");
  expect(reads.filter((read) => foreign.includes(read.split(": ")[1]!))).toEqual([]);
});
