import { Stripe } from "stripe";
import { systemClock, type Clock } from "../../base/time.ts";
import { GatewayUnclear, type Gateway, type GatewayRef } from "../gateway.ts";
import { assertCarries } from "./answered.ts";
import { chargeMethod, chargeOnStripePage } from "./charge-stripe.ts";
import { captureStripe, refundStripe, voidStripe } from "./move-stripe.ts";
import { stripeFailure } from "./stripe-failure.ts";
import { stripeMinimumMinor } from "./stripe-minimum.ts";
import { findStripe, findStripeByOurId } from "./stripe-reads.ts";
import { readStripeWebhook } from "./stripe-webhook.ts";

export interface StripeOptions {
  secretKey: string;
  /** whsec_… of the webhook endpoint. */
  webhookSecret: string;
  /** Only for a sandbox: the part before "/v1/payment_intents". */
  url?: string;
  /** Time limit of one request, which is sent three times at most. */
  timeoutMs?: number;
  clock?: Clock;
}

/** The API version this code is written against; an account's own default may be years older. */
const API_VERSION = "2026-10-28.endive";
/** Three of them end within the 30 s in which the request that makes a call may be repeated. */
const TIMEOUT_MS = 7_000;
const RETRIES_MAX = 2;

export function openStripe(options: StripeOptions): Gateway {
  const { secretKey, webhookSecret, timeoutMs = TIMEOUT_MS, clock = systemClock } = options;
  const stripe = new Stripe(secretKey, {
    ...addressOf(options.url),
    apiVersion: API_VERSION,
    timeout: timeoutMs,
    maxNetworkRetries: RETRIES_MAX,
    telemetry: false,
    appInfo: { name: "Holdfast" },
  });
  return {
    name: "stripe",
    minimumMinor: stripeMinimumMinor,
    charge: async (charge) =>
      charge.token === undefined
        ? chargeOnStripePage(stripe, charge, clock)
        : chargeMethod(stripe, charge),
    async find({ id, ref }) {
      const found = await (ref ? findStripe(stripe, ref) : findStripeByOurId(stripe, id));
      if (found) assertCarries(id, found.carriedId);
      return found?.state;
    },
    capture: async (ref, amountMinor) => captureStripe(stripe, ref, amountMinor),
    void: async (ref) => voidStripe(stripe, ref),
    refund: async (ref, refund) => refundStripe(stripe, ref, refund),
    close: async (ref) => close(stripe, ref),
    readWebhook: ({ body, headers }) =>
      readStripeWebhook(stripe, body, headers["stripe-signature"], webhookSecret),
  };
}

/** Closes a page, or cancels an intent whose payer is at the bank. A refusal means it is over. */
async function close(stripe: Stripe, ref: GatewayRef): Promise<void> {
  const found = await findStripe(stripe, ref);
  if (found?.state.status !== "initiated") return;
  try {
    if (ref.object === "invoice") await stripe.checkout.sessions.expire(ref.ref);
    else await stripe.paymentIntents.cancel(ref.ref);
  } catch (error) {
    const failure = stripeFailure(error);
    if (failure instanceof GatewayUnclear) throw failure;
  }
}

/** Returns a sandbox's host and path; it may serve Stripe's routes under a path of its own. */
function addressOf(url: string | undefined): Stripe.StripeConfig {
  if (url === undefined) return {};
  const { protocol, hostname, port, pathname } = new URL(url);
  const scheme = protocol === "http:" ? "http" : "https";
  return {
    protocol: scheme,
    host: hostname,
    port: port || (scheme === "http" ? 80 : 443),
    httpClient: under(pathname.replace(/\/+$/, "")),
  };
}

function under(folder: string) {
  const client = Stripe.createNodeHttpClient();
  const send = client.makeRequest.bind(client);
  client.makeRequest = async (host, port, path, ...rest) =>
    send(host, port, folder + path, ...rest);
  return client;
}
