import { systemClock, type Clock } from "../../base/time.ts";
import type { Gateway } from "../gateway.ts";
import { assertCarries } from "./answered.ts";
import { chargeOnPage, chargeToken, type InvoiceNotice } from "./charge-moyasar.ts";
import { captureMoyasar, refundMoyasar, voidMoyasar } from "./move-moyasar.ts";
import { isTurnedAway, MoyasarTalk, unclearFrom } from "./moyasar-gateway-talk.ts";
import { ownPagesOf } from "./moyasar-own-pages.ts";
import { findByOurId, findByRef } from "./moyasar-reads.ts";
import { noticeProof, readMoyasarWebhook } from "./moyasar-webhook.ts";

export interface MoyasarOptions {
  /** The base address with its version: "https://api.moyasar.com/v1", or the sandbox's. */
  url: string;
  /** sk_live_… or sk_test_…: the key decides Moyasar's mode. */
  secretKey: string;
  /** The browser's key; only compared with the secret one. */
  publishableKey?: string;
  /** The `shared_secret` used when the webhook was registered. */
  webhookSecret: string;
  userAgent?: string;
  /** Time limit of one request; a whole call takes at most three times as long. */
  timeoutMs?: number;
  /** This server's public address, "https://book.example": invoices report their payment there. */
  publicUrl?: string;
  clock?: Clock;
  /** Injected by tests that do not want to wait between two tries. */
  wait?: (ms: number) => Promise<unknown>;
}

/** A call then ends well within the 30 s in which the request that makes it may be repeated. */
const TIMEOUT_MS = 8_000;

/** The minimum of an invoice, in any currency; a card takes 1 SAR or its equivalent. */
const MINIMUM_MINOR = 100;

/** Builds the gateway. @throws RangeError for invalid keys or addresses */
export function openMoyasar(options: MoyasarOptions): Gateway {
  const { secretKey, webhookSecret, publicUrl, clock = systemClock, wait } = options;
  assertKeys(options);
  const url = options.url.replace(/\/+$/, "");
  const { timeoutMs = TIMEOUT_MS, userAgent = agentOf(publicUrl) } = options;
  const line = { url, secretKey, userAgent, timeoutMs, wait };
  const talk = () => new MoyasarTalk(line);
  const reading = { isOwnPage: ownPagesOf(url), clock };
  const callbackUrl = callbackUrlFor(url, publicUrl);
  const notice = (paymentId: string): InvoiceNotice => ({
    ...(callbackUrl && { callbackUrl }),
    metadata: callbackUrl ? noticeProof(paymentId, webhookSecret) : {},
  });
  return {
    name: "moyasar",
    minimumMinor: () => MINIMUM_MINOR,
    charge: async (charge) =>
      charge.token === undefined
        ? chargeOnPage(talk(), reading, charge, notice(charge.id))
        : chargeToken(talk(), reading, charge),
    async find({ id, ref }) {
      if (!ref) return (await findByOurId(talk(), reading, id))?.state;
      const found = await findByRef(talk(), reading, ref);
      if (found) assertCarries(id, found.carriedId);
      return found?.state;
    },
    capture: async (ref, amountMinor) => captureMoyasar(talk(), reading, ref, amountMinor),
    void: async (ref) => voidMoyasar(talk(), reading, ref),
    refund: async (ref, refund) => refundMoyasar(talk(), reading, ref, refund),
    async close(ref) {
      // A payment by token has no page to close.
      if (ref.object !== "invoice") return;
      const path = `/invoices/${encodeURIComponent(ref.ref)}/cancel`;
      const answer = await talk().writeAgain("PUT", path);
      // A refusal means it is over: paid, expired or cancelled before.
      if (isTurnedAway(answer)) throw unclearFrom(answer);
    },
    readWebhook: ({ body }) => readMoyasarWebhook(body, webhookSecret),
  };
}

function assertKeys({ secretKey, publishableKey, webhookSecret }: MoyasarOptions): void {
  const mode = /^sk_(test|live)_/.exec(secretKey)?.[1];
  if (!mode) throw new RangeError("Moyasar's secret key begins with sk_test_ or sk_live_");
  if (publishableKey !== undefined && !publishableKey.startsWith(`pk_${mode}_`)) {
    throw new RangeError(
      `Moyasar's publishable key must begin with pk_${mode}_, as the secret one`,
    );
  }
  if (webhookSecret === "") throw new RangeError("Moyasar's webhooks need a secret");
}

/**
 * Returns the callback address, if Moyasar can reach it: the real one needs a public https address, a local sandbox
 * does not.
 */
function callbackUrlFor(apiUrl: string, publicUrl: string | undefined): string | undefined {
  if (publicUrl === undefined) return undefined;
  const isReachable = publicUrl.startsWith("https:") || !apiUrl.startsWith("https:");
  return isReachable ? `${publicUrl.replace(/\/+$/, "")}/webhooks/moyasar` : undefined;
}

function agentOf(publicUrl: string | undefined): string {
  return publicUrl === undefined ? "Holdfast" : `Holdfast (+${publicUrl})`;
}
