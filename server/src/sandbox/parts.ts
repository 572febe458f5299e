import type { Faults } from "./faults.ts";
import type { SandboxState } from "./state.ts";

/** A webhook address from the configuration, besides those registered over the API. */
export interface WebhookTarget {
  url: string;
  secret: string;
}

/** An event to send once the request that caused it is done. */
export type Notice =
  | { to: "moyasar"; type: string; payload: unknown }
  | { to: "stripe"; type: string; payload: unknown }
  /** An invoice's own callback address; without a secret, sent once. */
  | { to: "invoice"; type: "invoice_paid"; payload: unknown; url: string };

/** What every request needs. */
export interface SandboxParts {
  /** "http://127.0.0.1:4010", known once it listens. */
  origin: string;
  keys: { secret: string; publishable: string; stripe?: string };
  state: SandboxState;
  faults: Faults;
  targets: { moyasar?: WebhookTarget; stripe?: WebhookTarget };
  /** Filled while a request runs, emptied by whoever answers it. */
  notices: Notice[];
  /** The sandbox's own clock, epoch milliseconds. */
  now(): number;
}
