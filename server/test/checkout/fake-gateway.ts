import { timingSafeEqual } from "node:crypto";
import {
  GatewayUnclear,
  type Charge,
  type Gateway,
  type GatewayEvent,
  type GatewayState,
} from "../../src/payment/gateway.ts";

/** Moments of a call: before the gateway acts, and after it acted but before its answer arrives. */
export type Moment = `${"charge" | "find" | "refund" | "close"}:${"before" | "after"}`;

export interface SentRefund {
  ref: string;
  id: string;
  amountMinor: number;
}

interface SentEvent {
  id: string;
  type: string;
  secret_token?: string;
  live: boolean;
  data?: { ref?: string; ours?: string; status: string };
}

const SECRET = "the shared secret of tests";

/**
 * An in-process gateway that keeps what it is told and, unlike a real one, refunds as often as it is asked:
 * only our own guards prevent a second refund.
 */
export class FakeGateway implements Gateway {
  readonly name = "moyasar";
  readonly minimumMinor = () => 1;
  /** By our id. */
  readonly states = new Map<string, GatewayState>();
  readonly asked: string[] = [];
  readonly refunds: SentRefund[] = [];
  readonly closed: string[] = [];
  /** What to do at a moment: throw, hang or inspect. Receives our id of the payment or refund. */
  at: Partial<Record<Moment, (id: string) => unknown>> = {};

  async charge({ id, amount }: Charge): Promise<GatewayState> {
    await this.#reach("charge:before", id);
    this.put(id, { status: "initiated", amount });
    await this.#reach("charge:after", id);
    return this.state(id);
  }

  async find(payment: { id: string }): Promise<GatewayState | undefined> {
    this.asked.push(payment.id);
    await this.#reach("find:before", payment.id);
    const state = this.states.get(payment.id);
    const found = state && { ...state };
    await this.#reach("find:after", payment.id);
    return found;
  }

  capture(): Promise<GatewayState> {
    throw new GatewayUnclear("nobody captures here");
  }

  void(): Promise<GatewayState> {
    throw new GatewayUnclear("nobody voids here");
  }

  async refund(
    { ref }: { ref: string },
    { id, amountMinor }: { id: string; amountMinor: number },
  ): Promise<GatewayState> {
    await this.#reach("refund:before", id);
    const state = this.#byRef(ref);
    state.refundedMinor += amountMinor;
    this.refunds.push({ ref, id, amountMinor });
    await this.#reach("refund:after", id);
    return { ...state };
  }

  async close({ ref }: { ref: string }): Promise<void> {
    await this.#reach("close:before", ref);
    this.closed.push(ref);
    await this.#reach("close:after", ref);
  }

  readWebhook({ body }: { body: Buffer }): GatewayEvent | undefined {
    const event = JSON.parse(body.toString()) as SentEvent;
    const given = Buffer.from(event.secret_token ?? "");
    const secret = Buffer.from(SECRET);
    if (given.length !== secret.length || !timingSafeEqual(given, secret)) return undefined;
    const { secret_token: _secret, ...rest } = event;
    const { ref, ours } = event.data ?? {};
    return {
      eventId: event.id,
      type: event.type,
      body: JSON.stringify(rest),
      ...(ref !== undefined && { ref: { object: "payment", ref } }),
      ...(ours !== undefined && { paymentId: ours }),
    };
  }

  /** A webhook's body as this gateway sends it. */
  event(about: {
    id: string;
    type?: string;
    ref?: string;
    ours?: string;
    secret?: string;
    status?: string;
  }): SentEvent {
    const { id, type = "payment_paid", secret = SECRET, ref, ours, status = "paid" } = about;
    return { id, type, secret_token: secret, live: false, data: { ref, ours, status } };
  }

  /** Changes the gateway's state of a payment. Its reference differs from our id, so that a mix-up fails. */
  put(id: string, change: Partial<GatewayState>): void {
    const known = this.states.get(id) ?? {
      object: "payment",
      ref: `gw_${id}`,
      status: "initiated",
      amount: { amount: 0, currency: "SAR" },
      capturedMinor: 0,
      refundedMinor: 0,
      redirectUrl: `https://gateway.example/pay/${id}`,
    };
    this.states.set(id, { ...known, ...change });
  }

  /** The payer has paid. */
  takeMoney(id: string): void {
    this.put(id, { status: "paid", capturedMinor: this.state(id).amount.amount });
  }

  state(id: string): GatewayState {
    const state = this.states.get(id);
    if (!state) throw new Error(`the gateway has no payment ${id}`);
    return { ...state };
  }

  #byRef(ref: string): GatewayState {
    const state = [...this.states.values()].find((one) => one.ref === ref);
    if (!state) throw new Error(`the gateway has no payment called ${ref}`);
    return state;
  }

  async #reach(moment: Moment, id: string): Promise<void> {
    await this.at[moment]?.(id);
  }
}

/** Never resolves, like a call in a process that was killed. */
export function killed(): Promise<never> {
  return new Promise(() => undefined);
}
