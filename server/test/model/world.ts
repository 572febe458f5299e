import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { fixedClock } from "../../src/base/time.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { fillWallet } from "../harness/money-app.ts";
import { noLimits } from "../harness/no-limits.ts";
import { makeMember, makePerson, type Person } from "../harness/people.ts";
import { morning, standingClock, startTestApp, type TestApp } from "../harness/test-app.ts";
import type { Who } from "./booking.ts";
import { Books, WALLET_MINOR, type Sent } from "./books.ts";
import { obligingGateway } from "./gateway.ts";
import { openShops, shopNames, type AllTerms, type ShopName, type Shops } from "./shops.ts";

export const CUSTOMERS = 3;

export type ModelApp = TestApp & { clock: ReturnType<typeof fixedClock> };

export async function startModelApp(): Promise<ModelApp> {
  const gateways = { moyasar: obligingGateway() };
  return startTestApp({ clock: standingClock(), limits: noLimits, gateways });
}

/** The real system: a server with its clock, four businesses of this run, and the callers. */
export interface World {
  app: ModelApp;
  shops: Shops;
  people: Person[];
  customers: Caller[];
  desks: Record<ShopName, Caller>;
  managers: Record<ShopName, Caller>;
  /** A platform admin. */
  admin: Caller;
  /** The last version seen of every booking. */
  versions: Map<string, number>;
}

/** Creates a new world and its empty model, at nine on a Saturday morning. */
export async function begin(
  app: ModelApp,
  terms: AllTerms,
  graceMinutes: number,
): Promise<{ model: Books; real: World }> {
  app.clock.set(morning);
  const shops = await openShops(app.db, terms, graceMinutes);
  const people = await Promise.all(
    Array.from({ length: CUSTOMERS }, async () => makePerson(app.db)),
  );
  for (const person of people) await fillWallet(app, person.id, WALLET_MINOR);
  const members = async (role: "staff" | "manager") => {
    const made = shopNames.map(async (name) => {
      const member = await makeMember(app.db, shops[name].businessId, role);
      return [name, app.as(member.token)] as const;
    });
    return Object.fromEntries(await Promise.all(made)) as World["desks"];
  };
  const real: World = {
    app,
    shops,
    people,
    customers: people.map((one) => app.as(one.token)),
    desks: await members("staff"),
    managers: await members("manager"),
    admin: app.as((await makePerson(app.db, { admin: true })).token),
    versions: new Map(),
  };
  return { model: new Books(shops, app.clock.now()), real };
}

export function callerOf(world: World, who: Who): Caller {
  return typeof who === "number" ? world.customers[who]! : world.desks[who];
}

/** Whether an answer is stored under its key: not for missing rights, conflicts or limits. */
function isKept(status: number, path: string): boolean {
  // These routes check access to the booking before anything is stored.
  if (status === 404 && /\/(amendments|confirmation)\b/.test(path)) return false;
  return status < 500 && ![401, 403, 409, 429].includes(status);
}

/** Sends a POST under a new key, or the given one, and remembers what a repetition must get. */
export async function post(
  books: Books,
  world: World,
  request: Pick<Sent, "who" | "path" | "body"> & {
    key?: string;
    again?: (key: string) => Promise<void>;
  },
): Promise<Answer> {
  const { who, path, body, again } = request;
  const key = request.key ?? randomUUID();
  const answer = await callerOf(world, who).post(path, body, { "idempotency-key": key });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
  const stored = isKept(answer.status, path)
    ? { status: answer.status, body: answer.body }
    : undefined;
  books.sent.push({
    who,
    path,
    body,
    key,
    at: books.now,
    stored,
    again: again && (() => again(key)),
  });
  return answer;
}

/** The short name at the end of a problem's type. */
export function problemOf({ body }: Answer): string {
  return String(body.type).replace(/.*\//, "");
}
