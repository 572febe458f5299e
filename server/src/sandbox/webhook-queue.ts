import { createHmac, randomUUID } from "node:crypto";
import { HOUR_MS, instantText, MINUTE_MS } from "../base/time.ts";
import type { Notice, SandboxParts } from "./parts.ts";

/** The delay before each attempt; after the last one the webhook is dropped (docs.moyasar.com, webhook reference). */
const WAITS_MS = [0, MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS];
/** Not published; long enough for a merchant that does the work before answering. */
const TIMEOUT_MS = 15_000;
const ATTEMPTS_KEPT = 500;
/** Node's timers overflow at 31 bits. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/** One webhook to one address. */
export interface Delivery {
  id: string;
  to: Notice["to"];
  webhookId: string;
  eventId: string;
  eventType: string;
  url: string;
  method: string;
  body: string;
  /** Stripe's signing secret: signs each attempt. */
  signingSecret?: string;
  /** Attempts so far. */
  attempts: number;
}

export interface DeliveryAttempt {
  id: string;
  webhook_id: string;
  event_id: string;
  event_type: string;
  retry_number: number;
  result: "success" | "failed";
  message: string;
  response_code: number | null;
  response_headers: string | null;
  response_body: string | null;
  created_at: string;
}

/** Sends webhooks and retries them, with every fault that can be set. */
export class WebhookQueue {
  readonly #parts: SandboxParts;
  readonly #log: (line: string) => void;
  readonly #save: () => Promise<void>;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  readonly #inFlight = new Set<string>();
  readonly #closing = new AbortController();

  constructor(parts: SandboxParts, log: (line: string) => void, save: () => Promise<void>) {
    this.#parts = parts;
    this.#log = log;
    this.#save = save;
  }

  /** Takes over the undelivered webhooks of an earlier process. */
  resume(): void {
    for (const delivery of this.#parts.state.deliveries.values()) this.#schedule(delivery);
  }

  /** Adds webhooks to the state; the caller saves it and then releases them. */
  accept(deliveries: readonly Delivery[]): Delivery[] {
    const { faults, state } = this.#parts;
    if (faults.dropWebhooks) {
      for (const { eventType } of deliveries) this.#log(`${eventType} dropped`);
      return [];
    }
    for (const delivery of deliveries) state.deliveries.set(delivery.id, delivery);
    return [...deliveries];
  }

  /** Resolves when every webhook due now was tried once; never rejects. */
  async release(deliveries: readonly Delivery[]): Promise<void> {
    const { reorderWebhooks, delayWebhooksMs } = this.#parts.faults;
    if (reorderWebhooks) return;
    // A concurrent flush has already sent them.
    const fresh = deliveries.filter((one) => this.#waits(one) && one.attempts === 0);
    if (delayWebhooksMs > 0) {
      for (const one of fresh) this.#schedule(one, delayWebhooksMs);
    } else await Promise.all(fresh.map(async (one) => this.#attempt(one)));
  }

  /** Sends everything held, delayed or waiting for a retry now; resolves when each was answered. */
  async flush(): Promise<void> {
    await Promise.all(this.#running);
    const waiting = [...this.#parts.state.deliveries.values()];
    if (this.#parts.faults.reorderWebhooks) waiting.reverse();
    for (const { id } of waiting) this.#unschedule(id);
    for (const delivery of waiting) {
      // One at a time, because their order matters.
      await this.#attempt(delivery);
    }
    // Its own timer may have sent it meanwhile.
    await Promise.all(this.#running);
  }

  /** Drops everything that waits. */
  clear(): void {
    for (const id of this.#timers.keys()) this.#unschedule(id);
    this.#parts.state.deliveries.clear();
  }

  /** Cuts off deliveries in progress; they stay in the state for the next process. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const id of this.#timers.keys()) this.#unschedule(id);
    await Promise.all(this.#running);
  }

  #schedule(delivery: Delivery, waitMs = WAITS_MS[delivery.attempts] ?? 0): void {
    if (this.#closing.signal.aborted) return;
    const ms = Math.min(waitMs / this.#parts.faults.retrySpeed, TIMER_MAX_MS);
    const timer = setTimeout(() => {
      this.#timers.delete(delivery.id);
      void this.#attempt(delivery);
    }, ms);
    timer.unref();
    this.#timers.set(delivery.id, timer);
  }

  #unschedule(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  async #attempt(delivery: Delivery): Promise<void> {
    if (this.#closing.signal.aborted || !this.#waits(delivery)) return;
    this.#inFlight.add(delivery.id);
    const copies = Array.from({ length: this.#parts.faults.webhookCopies }, async () =>
      this.#post(delivery),
    );
    const run = Promise.all(copies).then(async (results) => {
      this.#inFlight.delete(delivery.id);
      return this.#settle(delivery, results);
    });
    this.#running.add(run);
    await run;
    this.#running.delete(run);
  }

  /** Whether it is neither delivered, dropped, cleared nor in progress. */
  #waits({ id }: Delivery): boolean {
    return this.#parts.state.deliveries.has(id) && !this.#inFlight.has(id);
  }

  async #settle(delivery: Delivery, results: boolean[]): Promise<void> {
    const { deliveries } = this.#parts.state;
    // Cleared meanwhile, or left to the next process.
    if (!deliveries.has(delivery.id) || this.#closing.signal.aborted) return;
    delivery.attempts += 1;
    const isDone = results.some(Boolean);
    if (isDone || delivery.to === "invoice" || delivery.attempts >= WAITS_MS.length) {
      if (!isDone) this.#log(`${delivery.eventType} given up: ${delivery.url}`);
      deliveries.delete(delivery.id);
    } else this.#schedule(delivery);
    await this.#save();
  }

  async #post(delivery: Delivery): Promise<boolean> {
    const { url, method, body } = delivery;
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    try {
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": delivery.to === "stripe" ? "Stripe/1.0 (sandbox)" : "Moyasar/1.0 (sandbox)",
        ...this.#signature(delivery),
      };
      const response = await fetch(url, { method, headers, body, signal, redirect: "manual" });
      const answer = (await response.text()).slice(0, 1000);
      this.#note(delivery, response.ok, `answered ${response.status}`, response.status, answer);
      return response.ok;
    } catch (error) {
      const { message, cause } = error as Error;
      this.#note(delivery, false, cause instanceof Error ? cause.message : message, null, null);
      return false;
    }
  }

  /**
   * Signs: `t=…,v1=…`, HMAC-SHA256 of `<t>.<body>`, by the real clock, because the receiver compares it with its own.
   */
  #signature({ signingSecret, body }: Delivery): Record<string, string> {
    if (signingSecret === undefined) return {};
    const seconds = Math.floor(Date.now() / 1000);
    const mac = createHmac("sha256", signingSecret).update(`${seconds}.${body}`).digest("hex");
    return { "stripe-signature": `t=${seconds},v1=${mac}` };
  }

  #note(
    delivery: Delivery,
    isDone: boolean,
    message: string,
    code: number | null,
    answer: string | null,
  ): void {
    this.#log(`${delivery.eventType} → ${delivery.url}: ${message}`);
    const attempt: DeliveryAttempt = {
      id: randomUUID(),
      webhook_id: delivery.webhookId,
      event_id: delivery.eventId,
      event_type: delivery.eventType,
      retry_number: delivery.attempts,
      result: isDone ? "success" : "failed",
      message,
      response_code: code,
      response_headers: null,
      response_body: answer,
      created_at: instantText(this.#parts.now()),
    };
    const { attempts } = this.#parts.state;
    attempts.set(attempt.id, attempt);
    if (attempts.size > ATTEMPTS_KEPT) attempts.delete(attempts.keys().next().value!);
  }
}
