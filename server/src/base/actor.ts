export type Role = "staff" | "manager" | "owner";

/** From least to most: each role may do what the ones before it may. */
export const roles: readonly Role[] = ["staff", "manager", "owner"];

export const keyScopes = [
  "catalogue:read",
  "catalogue:write",
  "bookings:read",
  "bookings:write",
] as const;
export type KeyScope = (typeof keyScopes)[number];

export type Membership = { businessId: string; role: Role };

/** The caller. A key acts for one business and for no person. */
export type Actor =
  | { kind: "anonymous"; label: "anonymous" }
  | {
      kind: "user";
      /** "user:<id>", as written into events and the audit trail. */
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

/** Asserts a signed-in person, for routes that admit nobody else. */
export function assertUser(actor: Actor): User {
  if (actor.kind !== "user") throw new Error(`${actor.label} is not a person`);
  return actor;
}
