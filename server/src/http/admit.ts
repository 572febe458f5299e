import { roleIn, roles, type Actor } from "../base/actor.ts";
import { forbidden, notFound, unauthenticated } from "../base/problem.ts";
import type { Context } from "../db/context.ts";
import type { Access, Method } from "./route.ts";

/** What the actor may see while this request runs. */
export type Reach = Pick<Context, "scope" | "userId" | "businessId">;

/**
 * Decides whether the actor may call a route, and what they may see.
 *
 * @throws Problem unauthenticated without credentials, forbidden with too few rights, not-found for members of other
 *   businesses: they are not told whether this one exists
 */
export function admit(access: Access, method: Method, actor: Actor, params: unknown): Reach {
  if (access.who === "anyone") return admitAnyone(access, method, actor);
  if (actor.kind === "anonymous") throw unauthenticated();
  switch (access.who) {
    case "customer":
      if (actor.kind === "key") throw forbidden();
      return { scope: "customer", userId: actor.userId };
    case "admin":
      if (actor.kind === "key" || !actor.isAdmin) throw forbidden();
      return { scope: "platform", userId: actor.userId };
    case "member":
      return admitMember(access, actor, (params as { businessId?: string }).businessId);
    default:
      if (actor.kind === "key") return admitKey(actor, access.keyScope);
      return { scope: "customer", userId: actor.userId };
  }
}

function admitAnyone(access: Access & { who: "anyone" }, method: Method, actor: Actor): Reach {
  if (actor.kind === "key" && access.keyScope) return admitKey(actor, access.keyScope);
  // The public catalogue is the same for everybody, and is read without a transaction.
  if (actor.kind !== "user" || (method === "GET" && !access.keyScope)) return { scope: "public" };
  return { scope: "customer", userId: actor.userId };
}

function admitMember(
  access: Access & { who: "member" },
  actor: Exclude<Actor, { kind: "anonymous" }>,
  businessId: string | undefined,
): Reach {
  if (actor.kind === "key") {
    if (actor.businessId !== businessId) throw notFound("business");
    return admitKey(actor, access.keyScope);
  }
  const role = businessId === undefined ? undefined : roleIn(actor, businessId);
  if (!role) throw notFound("business");
  if (roles.indexOf(role) < roles.indexOf(access.role)) throw forbidden();
  return { scope: "member", userId: actor.userId, businessId };
}

function admitKey(actor: Actor & { kind: "key" }, scope: string | undefined): Reach {
  if (scope === undefined || !actor.scopes.some((one) => one === scope)) throw forbidden();
  return { scope: "member", businessId: actor.businessId };
}
