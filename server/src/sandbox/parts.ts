import type { Faults } from "./faults.ts";
import type { SandboxState } from "./state.ts";

/** Where webhooks go by themselves, besides those registered over the API. */
export interface WebhookTarget {
  url: string;
  secret: string;
}

/** Something the world is told once the request that caused it is done. */
export type Notice =
  | { to: "moyasar"; type: string; payload: unknown }
  | { to: "stripe"; type: string; payload: unknown }
  /** The merchant's own address of one invoice; without secret, sent once. */
  | { to: "invoice"; type: "invoice_paid"; payload: unknown; url: string };

/** What every request works with. */
export interface SandboxParts {
  /** "http://127.0.0.1:4010", known once it listens. */
  origin: string;
  keys: { secret: string; publishable: string; stripe?: string };
  state: SandboxState;
  faults: Faults;
  targets: { moyasar?: WebhookTarget; stripe?: WebhookTarget };
  /** Filled while a request acts, emptied by whoever answers it. */
  notices: Notice[];
  /** The sandbox's own clock, epoch milliseconds. */
  now(): number;
}
