export type Role = "staff" | "manager" | "owner";

/** From least to most: who has one role may do what those before it may. */
export const roles: readonly Role[] = ["staff", "manager", "owner"];

export const keyScopes = [
  "catalogue:read",
  "catalogue:write",
  "bookings:read",
  "bookings:write",
] as const;
export type KeyScope = (typeof keyScopes)[number];

export type Membership = { businessId: string; role: Role };

/** Who is asking. A key acts for one business and for no person. */
export type Actor =
  | { kind: "anonymous"; label: "anonymous" }
  | {
      kind: "user";
      /** "user:<id>", as it is written into events and the audit trail. */
      label: string;
      userId: string;
      sessionId: string;
      isAdmin: boolean;
      memberships: readonly Membership[];
    }
  | {
      kind: "key";
      /** "key:<id>" */
      label: string;
      keyId: string;
      businessId: string;
      scopes: readonly KeyScope[];
    };

export type User = Extract<Actor, { kind: "user" }>;

export const anonymous: Actor = { kind: "anonymous", label: "anonymous" };

/** The role the actor has in a business; undefined for strangers and keys. */
export function roleIn(actor: Actor, businessId: string): Role | undefined {
  if (actor.kind !== "user") return undefined;
  return actor.memberships.find((one) => one.businessId === businessId)?.role;
}

/** For routes that let only signed-in people in, where anybody else is a bug. */
export function assertUser(actor: Actor): User {
  if (actor.kind !== "user") throw new Error(`${actor.label} is not a person`);
  return actor;
}
