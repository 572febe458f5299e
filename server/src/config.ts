import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/** The whole configuration. */
export type Config = {
  env: "development" | "production";
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** The server's login, which owns nothing; absent: embedded PostgreSQL in the data folder. */
  databaseUrl?: string;
  /** The owner of the schema, for migrations; absent where somebody else migrates. */
  databaseOwnerUrl?: string;
  /** Absolute. Holds the embedded database, uploads and keys. */
  dataFolder: string;
  /** Fill an empty database with demo data on first start. */
  demo: boolean;
  /** Keys the hashes of sign-in codes and tokens; 32 characters or more. */
  secret: string;
  /** Earlier secrets: seals made with them are still recognised. */
  oldSecrets: readonly string[];
  logLevel: LogLevel;
  /** Database connections of one process. */
  poolSize: number;
  /** How many of your own proxies stand in front: that many entries of X-Forwarded-For are trusted. */
  trustedProxies: number;
  /** How many unpaid places one customer, and one address, may hold; null: no limit. */
  places: { customer: number | null; address: number | null };
  /** Where people and gateways reach the server, without a trailing slash; absent: where it listens. */
  publicUrl?: string;
  /** Absent in development: the included sandbox takes the cards. */
  moyasar?: { url: string; secretKey: string; webhookSecret: string };
  stripe?: { url?: string; secretKey: string; webhookSecret: string };
  /** Where that sandbox listens; absent: its usual port, or another if that is taken. */
  sandboxPort?: number;
};

type Environment = Record<string, string | undefined>;

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

const SECRET_LENGTH_MIN = 32;
const SECRET_FILE = "secret";

/** Lists every invalid variable, each with its remedy. */
export class BadConfig extends Error {
  readonly remedies: readonly string[];

  constructor(remedies: readonly string[]) {
    super(`The configuration is not usable:\n${remedies.map((one) => `  ${one}`).join("\n")}`);
    this.name = "BadConfig";
    this.remedies = remedies;
  }
}

/**
 * Reads and checks the environment. In development a missing `HOLDFAST_SECRET` is generated once and kept in the data
 * folder, which is created for it.
 *
 * @throws BadConfig listing everything that is wrong
 */
export async function loadConfig(environment: Environment = process.env): Promise<Config> {
  const { secret, ...config } = readVariables(environment);
  return { ...config, secret: secret ?? (await keptSecret(config.dataFolder)) };
}

/** Every variable, with its allowed values. */
const expected = {
  HOLDFAST_ENV: "use development or production",
  HOST: "use an address to listen on, such as 0.0.0.0",
  PORT: "use a number from 0 (any free port) to 65535",
  DATABASE_URL: "use postgres://user:password@host:5432/database, a login that owns nothing",
  DATABASE_OWNER_URL: "use postgres://owner:password@host:5432/database, beside DATABASE_URL",
  HOLDFAST_DATA: "use a folder",
  HOLDFAST_DEMO: "use 1 or 0",
  HOLDFAST_SECRET: `use ${SECRET_LENGTH_MIN} characters or more, from: openssl rand -base64 36`,
  HOLDFAST_OLD_SECRETS: `use the earlier secrets, each ${SECRET_LENGTH_MIN} characters or more, separated by spaces`,
  LOG_LEVEL: `use one of ${LOG_LEVELS.join(", ")}`,
  HOLDFAST_POOL: "use a number of database connections from 2 to 500",
  HOLDFAST_TRUST_PROXY: "use the number of proxies in front, 0 to 10",
  HOLDFAST_PLACES_PER_CUSTOMER:
    "use the number of unpaid places one customer may have, or 0 for no limit",
  HOLDFAST_PLACES_PER_ADDRESS:
    "use the number of unpaid places one address may have, or 0 for no limit",
  HOLDFAST_PUBLIC_URL: "use the address people reach it at, such as https://book.example",
  MOYASAR_SECRET_KEY: "use the secret key of the account, sk_test_… or sk_live_…",
  MOYASAR_WEBHOOK_SECRET: "use the secret_token given to the webhook, 8 characters or more",
  MOYASAR_URL: "leave it out, or use the address of a sandbox, such as http://127.0.0.1:4010/v1",
  STRIPE_SECRET_KEY: "use the secret key of the account, sk_test_… or sk_live_…",
  STRIPE_WEBHOOK_SECRET: "use the webhook's signing secret, whsec_…",
  STRIPE_URL: "leave it out, or use the address of a sandbox, such as http://127.0.0.1:4010/stripe",
  HOLDFAST_SANDBOX_PORT: "use a number from 0 (any free port) to 65535",
};

const SECRETS = new Set<string>([
  "DATABASE_URL",
  "DATABASE_OWNER_URL",
  "HOLDFAST_SECRET",
  "HOLDFAST_OLD_SECRETS",
  "MOYASAR_SECRET_KEY",
  "MOYASAR_WEBHOOK_SECRET",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
]);

type Name = keyof typeof expected;

function readVariables(environment: Environment): Omit<Config, "secret"> & { secret?: string } {
  const remedies = new Map<Name, string>();

  /** An empty variable counts as absent, as `PORT= npm start` means it. */
  function read<T>(name: Name, fallback: T, parse: (words: string) => T | undefined): T {
    const words = environment[name]?.trim();
    if (!words) return fallback;
    const value = parse(words);
    if (value !== undefined) return value;
    const shown = SECRETS.has(name) ? "…" : words;
    remedies.set(name, `${name}=${shown}: ${expected[name]}`);
    return fallback;
  }

  /** A gateway is configured by both of its secrets, or not at all. */
  function gatewayKeys(): Pick<Config, "moyasar" | "stripe"> {
    const moyasarUrl = read("MOYASAR_URL", "https://api.moyasar.com/v1", webAddress);
    const stripeUrl = read("STRIPE_URL", undefined, webAddress);
    const moyasar = both("MOYASAR_SECRET_KEY", secretKey, "MOYASAR_WEBHOOK_SECRET", eightOrMore);
    const stripe = both("STRIPE_SECRET_KEY", secretKey, "STRIPE_WEBHOOK_SECRET", signingSecret);
    return {
      ...(moyasar && { moyasar: { url: moyasarUrl, ...moyasar } }),
      ...(stripe && { stripe: { ...(stripeUrl && { url: stripeUrl }), ...stripe } }),
    };
  }

  type Parse = (words: string) => string | undefined;

  function both(keyName: Name, parseKey: Parse, hookName: Name, parseHook: Parse) {
    const key = read<string | undefined>(keyName, undefined, parseKey);
    const hook = read<string | undefined>(hookName, undefined, parseHook);
    if (key && hook) return { secretKey: key, webhookSecret: hook };
    const missing = key ? hookName : keyName;
    if ((key || hook) && !remedies.has(missing)) {
      remedies.set(missing, `${missing} is missing: ${expected[missing]}`);
    }
    return undefined;
  }

  const env = read("HOLDFAST_ENV", "development", oneOf(["development", "production"]));
  const inProduction = env === "production";
  const config = {
    env,
    // Development has routes (GET /dev/messages shows sign-in codes) that no other machine may reach.
    host: read("HOST", inProduction ? "0.0.0.0" : "127.0.0.1", address),
    port: read("PORT", 3000, integer(0, 65_535)),
    databaseUrl: read("DATABASE_URL", undefined, postgresUrl),
    databaseOwnerUrl: read("DATABASE_OWNER_URL", undefined, postgresUrl),
    dataFolder: resolve(read("HOLDFAST_DATA", "data", String)),
    demo: read("HOLDFAST_DEMO", !inProduction, flag),
    secret: read("HOLDFAST_SECRET", undefined, longEnough),
    oldSecrets: read("HOLDFAST_OLD_SECRETS", [], eachLongEnough),
    logLevel: read("LOG_LEVEL", "info", oneOf(LOG_LEVELS)),
    poolSize: read("HOLDFAST_POOL", 10, integer(2, 500)),
    trustedProxies: read("HOLDFAST_TRUST_PROXY", 0, integer(0, 10)),
    places: {
      // A family's trip is a bus, a hotel and some seats; a group books at the desk, or pays step by step.
      customer: read("HOLDFAST_PLACES_PER_CUSTOMER", 20, integer(0, 1_000_000)) || null,
      address: read("HOLDFAST_PLACES_PER_ADDRESS", 300, integer(0, 1_000_000)) || null,
    },
    publicUrl: read("HOLDFAST_PUBLIC_URL", undefined, webAddress),
    sandboxPort: read("HOLDFAST_SANDBOX_PORT", undefined, integer(0, 65_535)),
    ...gatewayKeys(),
  };
  if (inProduction && config.secret === undefined && !remedies.has("HOLDFAST_SECRET")) {
    remedies.set("HOLDFAST_SECRET", `HOLDFAST_SECRET is missing: ${expected.HOLDFAST_SECRET}`);
  }
  if (inProduction && config.demo) {
    const why = "production refuses demo people, whose sign-ins are known; leave it out";
    remedies.set("HOLDFAST_DEMO", `HOLDFAST_DEMO: ${why}`);
  }
  if (remedies.size > 0) throw new BadConfig([...remedies.values()]);
  return config;
}

function oneOf<const Words extends readonly string[]>(words: Words) {
  return (one: string): Words[number] | undefined => words.find((word) => word === one);
}

function integer(minimum: number, maximum: number) {
  return (words: string): number | undefined => {
    const number = /^\d{1,9}$/.test(words) ? Number(words) : -1;
    return number >= minimum && number <= maximum ? number : undefined;
  };
}

function flag(words: string): boolean | undefined {
  if (/^(1|true|yes|on)$/i.test(words)) return true;
  if (/^(0|false|no|off)$/i.test(words)) return false;
  return undefined;
}

function address(words: string): string | undefined {
  return /^[\w.:-]+$/.test(words) ? words : undefined;
}

function postgresUrl(words: string): string | undefined {
  const url = URL.parse(words);
  return url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1
    ? words
    : undefined;
}

/** Removes trailing slashes. */
function webAddress(words: string): string | undefined {
  const url = URL.parse(words);
  return url && /^https?:$/.test(url.protocol) ? words.replace(/\/+$/, "") : undefined;
}

function secretKey(words: string): string | undefined {
  return /^sk_(test|live)_\w+$/.test(words) ? words : undefined;
}

function signingSecret(words: string): string | undefined {
  return /^whsec_\S+$/.test(words) ? words : undefined;
}

function eightOrMore(words: string): string | undefined {
  return words.length >= 8 ? words : undefined;
}

function longEnough(words: string): string | undefined {
  return words.length >= SECRET_LENGTH_MIN ? words : undefined;
}

function eachLongEnough(words: string): readonly string[] | undefined {
  const all = words.split(/\s+/);
  return all.every((one) => longEnough(one) !== undefined) ? all : undefined;
}

/** Two processes starting at once must keep the same secret: the file appears whole, and only once. */
async function keptSecret(dataFolder: string): Promise<string> {
  const file = join(dataFolder, SECRET_FILE);
  await mkdir(dataFolder, { recursive: true });
  const mine = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(mine, randomBytes(36).toString("base64"), { mode: 0o600 });
  try {
    await link(mine, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(mine, { force: true });
  }
  const secret = (await readFile(file, "utf8")).trim();
  if (secret.length < SECRET_LENGTH_MIN) {
    throw new BadConfig([`${file}: too short to be a secret; delete it and a new one is made`]);
  }
  return secret;
}
