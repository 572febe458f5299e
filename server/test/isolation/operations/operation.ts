import type { Estate } from "../estate.ts";
import type { Kind } from "../wares.ts";

/** What is asked of a route, so that the one who may ask succeeds. */
export interface Asked {
  params?: Record<string, string>;
  query?: Record<string, string | number>;
  body?: unknown;
  version?: number;
  /** The token to ask with, when it is not that of the usual person. */
  token?: string;
}

/** Who may: the estate's customer, its people by their role, its API key, the platform. */
export type Rightful = "nobody" | "customer" | "staff" | "manager" | "owner" | "key" | "admin";

/** How one route is asked about an estate. */
export interface Operation {
  /** A new request each time: what it changes or removes is there for it alone. */
  ask(estate: Estate): Asked | Promise<Asked>;
  /** Whose businesses' things: decides which API key may. */
  of?: Kind;
  /** Everybody who may; else what the route's access says. */
  by?: readonly Rightful[];
  /** It is about whoever asks, and can be asked by everybody. */
  self?: true;
  /** Headers that show where a body comes from, by its bytes. */
  proof?(body: string): Record<string, string>;
  /** Ids in the body that need not be the caller's own, by the names of their fields. */
  anybodys?: readonly string[];
}

/** By method and url: "GET /v1/me". */
export type Operations = Record<string, Operation>;

export const businessUrl = "/v1/manage/businesses/:businessId";
