import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const server = fileURLToPath(new URL("../../", import.meta.url));

async function textsOf(folder: string, ending: string): Promise<Map<string, string>> {
  const names = (await readdir(`${server}${folder}`, { recursive: true }))
    .filter((name) => name.endsWith(ending))
    .toSorted();
  const texts = names.map(async (name) => {
    const text = await readFile(`${server}${folder}/${name}`, "utf8");
    return [`${folder}/${name}`, text.replaceAll(/--.*$/gm, "")] as const;
  });
  return new Map(await Promise.all(texts));
}

const sqlFiles = await textsOf("sql", ".sql");
const migrations = await textsOf("migrations", ".sql");
const sources = await textsOf("src", ".ts");

const DEFINITION = /create (?:or replace )?function (?:public\.)?(\w+)/g;
const CALL = /(?<!function (?:if exists )?(?:public\.)?)\b(?:public\.)?(\w+)\(/g;

/** Names of all called functions; creating, owning or granting a function does not count as a call. */
function callsIn(text: string): string[] {
  const body = text
    .replaceAll(/^(alter|drop|revoke|grant|comment)\b[^;]*;/gim, "")
    .replaceAll("execute function ", "execute ");
  return [...body.matchAll(CALL)].map(([, name]) => name!);
}

/** Calls in a text, without those a function makes of itself: those alone do not count as being called. */
function callsBeside(name: string, text: string): string[] {
  const own = new RegExp(
    String.raw`create (?:or replace )?function (?:public\.)?${name}\b[\s\S]*?\$(\w*)\$[\s\S]*?\$\1\$`,
    "g",
  );
  return callsIn(text.replaceAll(own, ""));
}

function defined(): string[] {
  return [...sqlFiles.values()].flatMap((text) =>
    [...text.matchAll(DEFINITION)].map(([, name]) => name!),
  );
}

function uncalled(names: readonly string[], texts: readonly string[]): string[] {
  return [...new Set(names)].filter(
    (name) => !texts.some((text) => text.includes(name) && callsBeside(name, text).includes(name)),
  );
}

test("every function is called by another, by a trigger, by a policy, by a table or by the program", () => {
  // A migration also names functions in strings, to own or grant them: that calls nothing.
  const tables = [...migrations.values()].map((text) => text.replaceAll(/'[^']*'/g, "''"));
  const texts = [...sqlFiles.values(), ...tables, ...sources.values()];
  expect(uncalled(defined(), texts)).toEqual([]);
  const alone = `create function lonely(n int) returns int language sql as $$ select lonely(n - 1) $$;
    alter function lonely(int) owner to holdfast_engine;`;
  expect(uncalled(["lonely"], [...texts, alone])).toEqual(["lonely"]);
});

test("migrations create no triggers or policies, and only the functions that a table itself needs", () => {
  const inTables = ["address_block", "app_now", "booking_event_hash", "search_fold", "word_text"];
  const made = [...migrations.values()].flatMap((text) =>
    [...text.matchAll(DEFINITION)].map(([, name]) => name!),
  );
  expect([...new Set(made)].toSorted()).toEqual(inTables);
  const attached = [...migrations].filter(([, text]) =>
    /create (constraint )?trigger|create policy/i.test(text),
  );
  expect(attached.map(([name]) => name)).toEqual([]);
});

const codesIn = (texts: Iterable<string>) => [
  ...new Set([...texts].flatMap((text) => text.match(/\bHF\d{3}\b/g) ?? [])),
];

test("every error code that the program knows or the engine catches is raised by the engine", () => {
  // raise_refusal() raises what refused() returns.
  const raised = codesIn(
    [...sqlFiles.values()].map(
      (text) => text.match(/(?:errcode = |\brefused\()'(HF\d{3})'/g)?.join(" ") ?? "",
    ),
  );
  const caught = codesIn(
    [...sqlFiles.values()].map((text) => text.match(/sqlstate '(HF\d{3})'/g)?.join(" ") ?? ""),
  );
  const known = codesIn(sources.values());
  expect(known.filter((code) => !raised.includes(code))).toEqual([]);
  // HF004, HF008 and so on mean that a guard was about to be bypassed: our own bug, answered as internal.
  expect(caught.filter((code) => !raised.includes(code))).toEqual([]);
});
