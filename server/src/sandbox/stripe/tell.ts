import type { SandboxParts } from "../parts.ts";
import { newStripeId, seconds } from "./fields.ts";

/** The API version whose shapes are emulated. */
const API_VERSION = "2026-10-28.endive";

/** Queues an event for the merchant, with the object as it is now. */
export function tell(parts: SandboxParts, type: string, object: object): void {
  const payload = {
    id: newStripeId("evt"),
    object: "event",
    api_version: API_VERSION,
    created: seconds(parts),
    data: { object: structuredClone(object) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
  parts.notices.push({ to: "stripe", type, payload });
}
