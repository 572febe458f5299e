import type { Estate } from "../estate.ts";
import type { Kind } from "../wares.ts";

/** A request that succeeds when its caller has access. */
export interface Asked {
  params?: Record<string, string>;
  query?: Record<string, string | number>;
  body?: unknown;
  version?: number;
  /** The token to use instead of the usual caller's. */
  token?: string;
}

/** The callers with access: the estate's customer, its members by role, its API key, the platform. */
export type Rightful = "nobody" | "customer" | "staff" | "manager" | "owner" | "key" | "admin";

/** How to request one route for an estate. */
export interface Operation {
  /** Returns a new request each time; what it changes or removes is made for it alone. */
  ask(estate: Estate): Asked | Promise<Asked>;
  /** The business the request is about; decides which API key has access. */
  of?: Kind;
  /** All callers with access; by default from the route's access. */
  by?: readonly Rightful[];
  /** The route is about the caller, so everybody may use it. */
  self?: true;
  /** Headers that prove the sender of the body. */
  proof?(body: string): Record<string, string>;
  /** Names of fields whose ids need not belong to the caller. */
  anybodys?: readonly string[];
}

/** Keyed by method and URL: "GET /v1/me". */
export type Operations = Record<string, Operation>;

export const businessUrl = "/v1/manage/businesses/:businessId";
