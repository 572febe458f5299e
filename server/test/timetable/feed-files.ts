import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { crc32, deflateRawSync } from "node:zlib";

/** File name → its text. */
export type FeedFiles = Record<string, string>;

/** A valid feed: two operators that share a stop, three journeys, and one calendar for all days. */
export const smallFeed: FeedFiles = {
  "agency.txt": `agency_id,agency_name,agency_url,agency_timezone,agency_lang,agency_phone
N,Najd Lines,https://najd.example,Asia/Riyadh,en,
H,Hail Express,https://hail.example,Asia/Riyadh,en,`,
  "stops.txt": `stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
RUH,Riyadh,24.7136,46.6753,1,
RUH1,Aziziyah Terminal,24.59,46.75,0,RUH
BRD,Buraydah,26.3267,43.9750,0,
HAS,Hail,27.5219,41.6907,,`,
  "routes.txt": `route_id,agency_id,route_short_name,route_long_name,route_type
n1,N,N1,Riyadh – Hail,3
h1,H,H1,Hail – Riyadh,2`,
  "trips.txt": `route_id,service_id,trip_id,trip_headsign
n1,daily,n1-morning,Hail
n1,daily,n1-night,
h1,daily,h1-morning,Riyadh`,
  "stop_times.txt": `trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type
n1-morning,08:00:00,08:00:00,RUH1,1,0,1
n1-morning,12:00:00,12:20:00,BRD,5,0,0
n1-morning,15:00:00,15:00:00,HAS,9,1,0
n1-night,22:30:00,22:30:00,RUH1,1,,
n1-night,26:15:00,26:30:00,BRD,2,,
n1-night,29:30:00,29:30:00,HAS,3,,
h1-morning,06:00:00,06:00:00,HAS,1,,
h1-morning,13:00:00,13:00:00,RUH1,2,,`,
  "calendar.txt": `service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
daily,1,1,1,1,1,1,1,20260101,20271231`,
};

/** An entry of a zip, with options that a plain file does not need. */
export interface ZipEntry {
  content: string | Buffer;
  /** Compressed instead of stored. */
  packed?: boolean;
  /** The size it claims to unpack to. */
  declaredBytes?: number;
  /** Unix mode, such as that of a link. */
  mode?: number;
}

/** Writes the files into a folder that is deleted after the test. */
export async function feedFolder(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** Writes the files into a zip that is deleted after the test. Takes pairs, so that a name may occur twice. */
export async function feedZip(
  files: FeedFiles | readonly (readonly [string, ZipEntry])[],
): Promise<string> {
  const path = join(await temporaryFolder(), "feed.zip");
  const entries = Array.isArray(files)
    ? files
    : Object.entries(files).map(([name, content]) => [name, { content }] as const);
  await writeFile(path, zipOf(entries));
  return path;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-feed-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Returns the fields that both headers of an entry share: version, flags, method, time, date, crc, sizes, name length. */
function entryFields(name: Buffer, entry: ZipEntry, content: Buffer, stored: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(entry.packed ? 8 : 0, 4);
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(stored.length, 14);
  fields.writeUInt32LE(entry.declaredBytes ?? content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

/** Builds a zip as PKWARE's APPNOTE.TXT specifies in sections 4.3.7, 4.3.12 and 4.3.16. */
function zipOf(files: readonly (readonly [string, ZipEntry])[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [file, entry] of files) {
    const [name, content] = [Buffer.from(file), Buffer.from(entry.content)];
    const stored = entry.packed ? deflateRawSync(content) : content;
    const fields = entryFields(name, entry, content, stored);
    const local = [Buffer.from("PK\x03\x04"), fields, name, stored];
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((entry.mode ?? 0o100644) * 0x1_0000, 6);
    rest.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03"), fields, rest, name]));
    locals.push(Buffer.concat(local));
    offset += locals.at(-1)!.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}
