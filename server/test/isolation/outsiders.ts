import { keyScopes, roles, type KeyScope } from "../../src/base/actor.ts";
import type { Route } from "../../src/http/route.ts";
import { businessOf, operationOf, rightful } from "./ask.ts";
import { keyOf, makeKey, send, type Estate } from "./estate.ts";
import { openSession } from "./operations/people-operations.ts";
import type { Asked } from "./operations/operation.ts";
import type { World } from "./world.ts";

/** A caller without access and the expected status; "own" means an answer about the caller's own data only. */
export interface Outsider {
  who: string;
  token?: string;
  expected: 401 | 403 | 404 | "own";
}

/** Tokens that were valid once. */
export interface DeadTokens {
  session: string;
  key: string;
}

export async function makeDeadTokens(estate: Estate): Promise<DeadTokens> {
  const { token: session } = await openSession(estate);
  await send(estate, "DELETE", "/v1/auth/session", undefined, { by: { token: session } });
  const { businessId } = estate.salon;
  const url = `/v1/manage/businesses/${businessId}/apiKeys`;
  const idsOf = async () =>
    (await send(estate, "GET", url)).items.map((one: { id: string }) => one.id) as string[];
  const before = await idsOf();
  const key = await makeKey(estate, businessId, keyScopes);
  const made = (await idsOf()).find((id) => !before.includes(id));
  await send(estate, "DELETE", `${url}/${made}`);
  return { session, key };
}

/** Every kind of caller that must not succeed with a request about our estate. */
export async function outsidersOf(
  { ours, theirs }: World,
  route: Route,
  asked: Asked,
  dead: DeadTokens,
): Promise<Outsider[]> {
  const { access } = route;
  const unknown: Outsider[] = [
    { who: "a made-up token", token: "x".repeat(43), expected: 401 },
    { who: "an ended session", token: dead.session, expected: 401 },
    { who: "a revoked key", token: dead.key, expected: 401 },
  ];
  if (access.who === "anyone") return unknown;
  const strangers = [
    { who: "a customer of theirs", token: theirs.customer.token },
    { who: "their owner", token: theirs.owner.token },
  ];
  const someKey = await keyOf(ours, ours.salon.businessId, keyScopes);
  const refusals = async (): Promise<Outsider[]> => {
    switch (access.who) {
      case "admin":
        return [
          ...strangers,
          { who: "our owner", token: ours.owner.token },
          { who: "our key", token: someKey },
        ].map((one) => ({ ...one, expected: 403 }));
      case "customer":
        return [
          ...strangers.map((one) => ({ ...one, expected: notTheirs(route) })),
          { who: "our key", token: someKey, expected: 403 },
        ];
      case "member":
        return [
          ...strangers.map(refusedWith(404)),
          ...(await notMembers(ours, theirs, route, asked)),
        ];
      default:
        return [
          ...strangers.map((one) => ({ ...one, expected: notTheirs(route) })),
          ...(await notOfTheBooking(ours, theirs, route, asked)),
        ];
    }
  };
  return [...unknown, { who: "nobody", expected: 401 }, ...(await refusals())];
}

function refusedWith(expected: 403 | 404) {
  return (one: { who: string; token: string }): Outsider => ({ ...one, expected });
}

function notTheirs(route: Route): 404 | "own" {
  return operationOf(route).self || isPlacing(route) ? "own" : 404;
}

/** Everybody may place an order of their own. */
function isPlacing({ method, url }: Route): boolean {
  return method === "POST" && (url === "/v1/orders" || url === "/v1/bookings");
}

async function notMembers(
  ours: Estate,
  theirs: Estate,
  route: Route,
  asked: Asked,
): Promise<Outsider[]> {
  const access = route.access as Route["access"] & { who: "member" };
  const businessId = businessOf(ours, route, asked);
  const tooLow = roles.slice(0, roles.indexOf(access.role)).map((role) => ({
    who: `our ${role}`,
    token: ours[role].token,
    expected: 403 as const,
  }));
  const besides = keyScopes.filter((scope) => scope !== access.keyScope);
  return [
    ...tooLow,
    {
      who: "our key without the scope",
      token: await keyOf(ours, businessId, besides),
      expected: 403,
    },
    { who: "our customer", token: ours.customer.token, expected: 404 },
    { who: "our former manager", token: ours.former.token, expected: 404 },
    ...(await foreignKeys(ours, theirs, businessId)),
  ];
}

async function notOfTheBooking(
  ours: Estate,
  theirs: Estate,
  route: Route,
  asked: Asked,
): Promise<Outsider[]> {
  const expected = notTheirs(route);
  const { keyScope } = route.access as { keyScope: KeyScope };
  const businessId = isPlacing(route) ? ours.salon.businessId : businessOf(ours, route, asked);
  const besides = keyScopes.filter((scope) => scope !== keyScope);
  const foreign = await foreignKeys(ours, theirs, businessId);
  const ourCustomer = { who: "our customer", token: ours.customer.token, expected: 403 as const };
  return [
    ...(rightful(route).includes("customer") ? [] : [ourCustomer]),
    {
      who: "our key without the scope",
      token: await keyOf(ours, businessId, besides),
      expected: 403,
    },
    { who: "our former manager", token: ours.former.token, expected },
    ...foreign.map((one) => ({ ...one, expected })),
  ];
}

/** API keys with every scope, of another business of the same owner and of another owner. */
async function foreignKeys(ours: Estate, theirs: Estate, businessId: string): Promise<Outsider[]> {
  const besides = businessId === ours.venue.businessId ? ours.hotel : ours.venue;
  return [
    {
      who: "a key of our owner's other business",
      token: await keyOf(ours, besides.businessId, keyScopes),
      expected: 404,
    },
    {
      who: "their key",
      token: await keyOf(theirs, theirs.salon.businessId, keyScopes),
      expected: 404,
    },
  ];
}
