import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { keepLastSeal } from "../../src/seal/last-seal.ts";
import { brokenHistory, openSealApp, sabotage, sealsOf, titles, type SealApp } from "./ground.ts";

const root = await mkdtemp(join(tmpdir(), "last-seal-"));
afterAll(() => rm(root, { recursive: true }));

let app: SealApp;
let file: string;

beforeEach(async () => {
  const dataFolder = await mkdtemp(join(root, "data-"));
  file = join(dataFolder, "last-seal.json");
  app = await openSealApp({ dataFolder });
});

const remembered = async () => JSON.parse(await readFile(file, "utf8"));

/** Deletes the newest event with its seal and sets its booking's version back. */
const truncate = [
  `delete from booking_events e using event_seals s where s.number = (select max(number) from event_seals)
    and e.booking_id = s.subject_id and e.seq = s.seq`,
  "delete from event_seals where number = (select max(number) from event_seals)",
  "update bookings b set version = (select max(seq) from booking_events e where e.booking_id = b.id)",
];

test("the newest seal is written to a file in the data folder", async () => {
  await app.book();
  await app.tell();
  expect(await remembered()).toEqual({
    number: 1,
    signature: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  await app.book();
  await app.tell();
  expect((await remembered()).number).toBe(2);
  expect((await brokenHistory(app)).titles).toEqual([]);
});

describe("a history whose newest event was deleted", () => {
  beforeEach(async () => {
    const booked = await app.book();
    await app.cancel(booked);
    await app.tell();
    await sabotage(app, ...truncate);
  });

  test("is detected only by the seal remembered in the file", async () => {
    expect((await brokenHistory(app)).titles).toEqual([titles.remembered]);
    await rm(file);
    expect((await brokenHistory(app)).titles).toEqual([]);
  });

  test("is still detected after more events are sealed, because the file keeps the old seal", async () => {
    const before = await remembered();
    await app.book();
    await app.book();
    await app.tell();
    expect(await sealsOf(app)).toHaveLength(3);
    expect(await remembered()).toEqual(before);
    expect((await brokenHistory(app)).titles).toEqual([titles.remembered]);
  });
});

test("a file that fell behind after a crash is accepted and catches up", async () => {
  await app.book();
  await app.tell();
  const behind = await remembered();
  await app.book();
  await app.tell();
  await rm(file);
  await keepLastSeal(file, behind);
  expect((await brokenHistory(app)).titles).toEqual([]);
  await app.book();
  await app.tell();
  expect((await remembered()).number).toBe(3);
});

test("an unreadable file does not stop sealing, is left unchanged, and fails holdfast verify", async () => {
  await writeFile(file, "{");
  await app.book();
  await app.tell();
  expect(await sealsOf(app)).toHaveLength(1);
  expect(await readFile(file, "utf8")).toBe("{");
  expect((await brokenHistory(app)).titles).toEqual([titles.remembered]);
});
