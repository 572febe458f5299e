import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Delivery, DeliveryAttempt } from "./webhook-queue.ts";
import type { InvoiceRecord } from "./moyasar/invoice.ts";
import type { PaymentRecord } from "./moyasar/payment.ts";
import type { TokenRecord } from "./moyasar/token.ts";
import type { WebhookRecord } from "./moyasar/webhook-record.ts";
import { emptyStripeState, type StripeState } from "./stripe/records.ts";

/** Everything the sandbox stores, oldest first in each map. */
export interface SandboxState {
  payments: Map<string, PaymentRecord>;
  invoices: Map<string, InvoiceRecord>;
  tokens: Map<string, TokenRecord>;
  webhooks: Map<string, WebhookRecord>;
  /** Webhooks that are not delivered yet. */
  deliveries: Map<string, Delivery>;
  attempts: Map<string, DeliveryAttempt>;
  stripe: StripeState;
}

export function emptyState(): SandboxState {
  return {
    payments: new Map(),
    invoices: new Map(),
    tokens: new Map(),
    webhooks: new Map(),
    deliveries: new Map(),
    attempts: new Map(),
    stripe: emptyStripeState(),
  };
}

export function clearState(state: SandboxState): void {
  for (const map of Object.values(mapsOf(state))) map.clear();
}

/** Every map by its name in the file. */
function mapsOf({ stripe, ...rest }: SandboxState): Record<string, Map<string, unknown>> {
  return { ...rest, ...stripe };
}

/** Persists the state: `save` resolves when everything present at the call is on disk. */
export interface StateFile {
  save(): Promise<void>;
}

/** Loads the state from the file, if it exists. Without a path nothing is stored. */
export async function openStateFile(
  path: string | undefined,
  state: SandboxState,
): Promise<StateFile> {
  if (path === undefined) return { save: async () => undefined };
  await mkdir(dirname(path), { recursive: true });
  fill(state, await readIfThere(path));
  return { save: savingTogether(async () => replaceFile(path, written(state))) };
}

/** Writes one at a time; calls during a write share the next one. */
function savingTogether(write: () => Promise<void>): () => Promise<void> {
  let running = Promise.resolve();
  let next: Promise<void> | undefined;
  const begin = async () => {
    await running.catch(() => undefined);
    next = undefined;
    running = write();
    await running;
  };
  return async () => {
    next ??= begin();
    await next;
  };
}

/** Replaces the file atomically: readers find the old file or the new one, never a half. */
async function replaceFile(path: string, content: string): Promise<void> {
  const draft = `${path}.draft`;
  await writeFile(draft, content, { mode: 0o600, flush: true });
  await rename(draft, path);
}

function written(state: SandboxState): string {
  const lists = Object.entries(mapsOf(state)).map(([name, map]) => [name, [...map]]);
  return JSON.stringify(Object.fromEntries(lists), null, 1);
}

function fill(state: SandboxState, content: string | undefined): void {
  if (content === undefined) return;
  const lists = JSON.parse(content) as Record<string, [string, unknown][]>;
  for (const [name, map] of Object.entries(mapsOf(state))) {
    for (const [key, value] of lists[name] ?? []) map.set(key, value);
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
