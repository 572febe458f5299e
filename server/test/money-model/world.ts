import { pino } from "pino";
import { afterAll, expect } from "vitest";
import { composeApp, type App } from "../../src/app.ts";
import type { Gateway } from "../../src/payment/gateway.ts";
import { openMoyasar } from "../../src/payment/gateways/moyasar-gateway.ts";
import type { Sandbox } from "../../src/sandbox/open-sandbox.ts";
import { callerOf, type Answer, type Caller } from "../harness/caller.ts";
import { fillWallet } from "../harness/money-app.ts";
import { noLimits } from "../harness/no-limits.ts";
import { makeMember, makePerson, type Person } from "../harness/people.ts";
import { openTestSandbox, sandboxKeys } from "../harness/sandbox.ts";
import { morning, standingClock } from "../harness/test-app.ts";
import { createTestDatabase, type TestDatabase } from "../harness/test-database.ts";
import { Books } from "./books.ts";
import { Life, mortalDb, mortalGateway } from "./life.ts";
import { openShops, type Shops } from "./shops.ts";

export const CUSTOMERS = 3;
/** Each wallet's first balance: enough for one purchase, not for two. */
export const WALLET_MINOR = 12_000;
/** A webhook delay so long that webhooks wait until a test sends them. */
export const HELD_MS = 10 ** 9;

/** The whole program with a card gateway; it may die at any point. */
export interface ModelApp extends TestDatabase {
  app: App;
  origin: string;
  clock: ReturnType<typeof standingClock>;
  sandbox: Sandbox;
  life: Life;
}

/** @param spoil wraps the gateway, for control tests */
export async function startModelApp(
  spoil: (gateway: Gateway) => Gateway = (gateway) => gateway,
): Promise<ModelApp> {
  const clock = standingClock();
  const life = new Life();
  const database = await createTestDatabase();
  const sandbox = await openTestSandbox({ clock });
  const { secretKey, webhookSecret } = sandboxKeys;
  const wait = async () => undefined;
  const url = sandbox.moyasarUrl;
  const moyasar = openMoyasar({ url, secretKey, webhookSecret, clock, wait });
  const app = composeApp({
    config: {
      env: "development",
      secret: "a secret of tests, thirty-two letters",
      trustedProxies: 0,
    },
    db: mortalDb(database.db, life),
    clock,
    log: pino({ level: "silent" }),
    show: () => undefined,
    limits: noLimits,
    gateways: { moyasar: mortalGateway(spoil(moyasar), life) },
    checkReplies: true,
  });
  const server = await app.buildServer();
  const origin = await server.listen({ port: 0, host: "127.0.0.1" });
  afterAll(() => server.close());
  sandbox.notify({ moyasar: { url: `${origin}/webhooks/moyasar`, secret: webhookSecret } });
  return { ...database, app, origin, clock, sandbox, life };
}

/** The businesses and people of one run. */
export interface World extends ModelApp {
  shops: Shops;
  people: Person[];
  customers: Caller[];
  managers: { salon: Caller; venue: Caller };
  /** When it began, epoch milliseconds. */
  since: number;
}

export async function begin(app: ModelApp): Promise<{ model: Books; real: World }> {
  const { db, clock, sandbox, origin } = app;
  clock.set(morning);
  sandbox.reset();
  sandbox.set({ delayWebhooksMs: HELD_MS });
  const shops = await openShops(app);
  const people = await Promise.all(Array.from({ length: CUSTOMERS }, async () => makePerson(db)));
  for (const person of people) await fillWallet(app, person.id, WALLET_MINOR);
  const as = ({ token }: Person) => callerOf(origin, token);
  const real = {
    ...app,
    shops,
    people,
    customers: people.map(as),
    managers: {
      salon: as(await makeMember(db, shops.salon.businessId, "manager")),
      venue: as(await makeMember(db, shops.venue.businessId, "manager")),
    },
    since: clock.now(),
  };
  return { model: new Books(), real };
}

/**
 * Sends a POST. Expects success, one of the allowed refusals, or no answer because the process died.
 *
 * @param mayBe the refusals allowed here
 * @returns the answer, if it was a success
 */
export async function ask(
  world: World,
  caller: Caller,
  request: { path: string; body?: object; key?: string },
  mayBe: readonly string[],
): Promise<Answer | undefined> {
  const { path, body = {}, key = crypto.randomUUID() } = request;
  const answer = await caller.post(path, body, { "idempotency-key": key });
  if (world.life.isOver) return undefined;
  if (answer.status < 300) return answer;
  const said = `${answer.status} ${String(answer.body.type).replace(/.*\//, "")}`;
  expect(mayBe, `POST ${path}: ${JSON.stringify(answer.body)}`).toContain(said);
  return undefined;
}
