import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BadRows } from "../../src/timetable/feed/bad-rows.ts";
import { openFeedSource } from "../../src/timetable/feed/feed-source.ts";
import { readRows } from "../../src/timetable/feed/feed-rows.ts";
import { feedFolder, feedZip, type ZipEntry } from "./feed-files.ts";

const agency = "agency_id,agency_name\nN,Najd Lines";

/** Returns "line id name" for every row of stops.txt, and the warnings about the file. */
async function read(path: string): Promise<{ rows: string[]; told: string[] }> {
  const bad = new BadRows();
  const source = await openFeedSource(path);
  const rows: string[] = [];
  try {
    for await (const row of readRows(source, "stops.txt", ["stop_id"], bad))
      rows.push(`${row.line} ${row.get("stop_id")} ${row.get("stop_name")}`);
  } finally {
    source.close();
  }
  return { rows, told: bad.lines() };
}

const readFolder = async (stops: string | Buffer) =>
  read(await feedFolder({ "agency.txt": agency, "stops.txt": stops }));

describe("a text file", () => {
  test("with mixed line endings loses no row, and its lines are counted as in an editor", async () => {
    const mixed =
      '\uFEFFstop_id,stop_name\r\nA,Riyadh\nB,"two\r\nlines"\rC,Hail\r\nD,Jubbah\n\rE,Tabuk\r\n';
    expect(await readFolder(mixed)).toEqual({
      rows: ["2 A Riyadh", "4 B two\nlines", "5 C Hail", "6 D Jubbah", "8 E Tabuk"],
      told: [],
    });
    for (const end of ["\r", "\n", "\r\n"]) {
      const { rows } = await readFolder(["stop_id,stop_name", "A,Riyadh", "B,Hail"].join(end));
      expect(rows).toEqual(["2 A Riyadh", "3 B Hail"]);
    }
  });

  test("loses no row when a line ending is split between two chunks", async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => `S${index},Stop`);
    const { rows } = await readFolder(`stop_id,stop_name\r\n${lines.join("\r\n")}`);
    expect(rows).toHaveLength(60_000);
    expect(rows.at(-1)).toBe("60001 S59999 Stop");
  });

  const arabic = "stop_id,stop_name\r\nA,محطة الرياض\r\nB,حائل – «الشمال»\r\nC,Jubbah";
  const arabicRows = ["2 A محطة الرياض", "3 B حائل – «الشمال»", "4 C Jubbah"];

  test("in UTF-16 with a byte order mark is read, with a warning", async () => {
    const little = Buffer.from(`\uFEFF${arabic}`, "utf16le");
    const told = (encoding: string) => [`stops.txt: is not UTF-8, and was read as ${encoding}`];
    expect(await readFolder(little)).toEqual({ rows: arabicRows, told: told("utf-16le") });
    const big = Buffer.from(little).swap16();
    expect(await readFolder(big)).toEqual({ rows: arabicRows, told: told("utf-16be") });
  });

  test("in Windows-1256 Arabic is read, with a warning", async () => {
    expect(await readFolder(inCodePage("windows-1256", arabic))).toEqual({
      rows: arabicRows,
      told: ["stops.txt: is not UTF-8, and was read as windows-1256"],
    });
  });

  test.each([
    ["French", inCodePage("windows-1252", "stop_id\nA\nGare de Saint-Étienne à côté")],
    ["Thai", inCodePage("windows-874", "stop_id\nสถานีขนส่งกรุงเทพ")],
    ["Russian", inCodePage("windows-1251", "stop_id\nМосква Павелецкая")],
    ["truncated UTF-8", Buffer.from("stop_id\nمحطة الرياض").subarray(0, -1)],
    ["truncated UTF-16", Buffer.from("\uFEFFstop_id\nA", "utf16le").subarray(0, -1)],
  ])("whose encoding cannot be detected is refused by name: %s", async (_, stops) => {
    await expect(readFolder(stops)).rejects.toThrow(
      "stops.txt: not UTF-8, and its encoding cannot be determined; save it as UTF-8 and import again",
    );
  });
});

describe("a zip", () => {
  const zeros = Buffer.alloc(2 ** 21);
  const good: [string, ZipEntry][] = [["agency.txt", { content: agency }]];
  const many = Array.from({ length: 1_001 }, (_, n): [string, ZipEntry] => [
    `${n}`,
    { content: "" },
  ]);

  test.each<[string, [string, ZipEntry][], string]>([
    ["a path that leads out of it", [["../stops.txt", { content: "" }]], "leads out of it"],
    ["an absolute path", [["/etc/stops.txt", { content: "" }]], "leads out of it"],
    ["a backslash", [["feed\\stops.txt", { content: "" }]], "leads out of it"],
    [
      "a link",
      [["stops.txt", { content: "/etc/passwd", mode: 0o120777 }]],
      "holds a link, stops.txt",
    ],
    ["a zip within", [["more.zip", { content: "" }]], "holds another zip, more.zip"],
    ["the same file twice", [["a/agency.txt", { content: "" }]], "holds agency.txt twice"],
    ["a zip bomb", [["stops.txt", { content: zeros, packed: true }]], "as a zip bomb does"],
    ["too many files", many, "holds 1002 files, more than 1000"],
    [
      "files whose declared sizes together are too large for it",
      ["a.txt", "b.txt"].map((name) => [
        name,
        { content: "stop_id", packed: true, declaredBytes: 2 ** 20 },
      ]),
      "as a zip bomb does",
    ],
  ])("with %s is refused", async (_, entries, why) => {
    await expect(read(await feedZip([...good, ...entries]))).rejects.toThrow(why);
  });

  test("that unpacks to more than it declares is refused while it is read", async () => {
    const content = `stop_id\n${"A\n".repeat(50_000)}`;
    const path = await feedZip([
      ...good,
      ["stops.txt", { content, packed: true, declaredBytes: 10_000 }],
    ]);
    await expect(read(path)).rejects.toThrow(/^stops.txt: cannot be read \(too many bytes/);
  });
});

test("a folder with a symbolic link in place of a file is refused", async () => {
  const folder = await feedFolder({ "agency.txt": agency });
  await symlink("/etc/passwd", join(folder, "stops.txt"));
  await expect(read(folder)).rejects.toThrow("stops.txt is a link; put the file itself there");
});

/** Encodes text in a code page with one byte per letter. */
function inCodePage(label: string, text: string): Buffer {
  const decoder = new TextDecoder(label);
  const bytes = new Map(
    Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]),
  );
  return Buffer.from(Array.from(text, (letter) => bytes.get(letter)!));
}
