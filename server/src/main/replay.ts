import { parseArgs } from "node:util";
import { replayHotel, type ReplayOptions } from "../replay/replay-hotel.ts";
import { checkLines } from "../replay/replay-report.ts";
import { UsageError } from "../base/usage-error.ts";
import { withDatabase } from "./with-database.ts";

const HELP = `holdfast replay hotel <csv> [options]

Replays recorded hotel bookings (hotel_bookings.csv of Antonio et al., 2019) through the API of a running server, in
the order they were made: two hotels, a room type for each letter, a desk that books and cancels with an API key. Then
checks, in the server's own database and against its own count, that no night was ever over capacity.

  --url <address>        the server (default: http://127.0.0.1:3000); DATABASE_URL or the data folder must be its own
  --clients <n>          concurrent requests (default: 16)
  --rooms-per-type <n>   rooms of each type (default: 100, which is too few for one booking in twelve)
  --speed <days>         recorded days a second (default: 0, as fast as the server answers)

Exit status 1 when any check fails.`;

/** `holdfast replay hotel <csv>` */
export async function runReplay(args: string[]): Promise<number> {
  const options = readArguments(args);
  return withDatabase("holdfast replay", async ({ db }) => {
    const { checks } = await replayHotel(db, options, console.log);
    for (const line of ["", ...checkLines(checks)]) console.log(line);
    return checks.every((one) => one.failures === 0) ? 0 : 1;
  });
}

function readArguments(args: string[]): ReplayOptions {
  const { values, positionals } = parse(args);
  const [kind, path, ...more] = positionals;
  if (values.help || kind !== "hotel" || !path || more.length > 0) throw new UsageError(HELP);
  const url = values.url ?? "http://127.0.0.1:3000";
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    throw new UsageError(`--url ${url}: use an address such as http://127.0.0.1:3000`);
  }
  return {
    path,
    url,
    clients: numberIn("--clients", values.clients ?? "16", 1, 500),
    roomsPerType: numberIn("--rooms-per-type", values["rooms-per-type"] ?? "100", 1, 10_000),
    speed: numberIn("--speed", values.speed ?? "0", 0, 100_000),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        url: { type: "string" },
        clients: { type: "string" },
        "rooms-per-type": { type: "string" },
        speed: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`);
  }
}

function numberIn(name: string, value: string, least: number, most: number): number {
  const isWhole = name !== "--speed";
  const number = (isWhole ? /^\d+$/ : /^\d+(\.\d+)?$/).test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${name} ${value}: use a number from ${least} to ${most}`);
}
