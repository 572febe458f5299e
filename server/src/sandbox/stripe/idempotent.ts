import { DAY_MS } from "../../base/time.ts";
import type { SandboxParts } from "../parts.ts";
import { Refusal } from "../refusal.ts";
import type { Answer, Call, Operation } from "../serve.ts";
import { stripeRefusal } from "./refusals.ts";

/** How long an answer is stored. */
const KEPT_MS = DAY_MS;

/** Runs every POST once per Idempotency-Key: a repeated request gets the stored answer. */
export function idempotent(operation: Operation): Operation {
  if (operation.method !== "POST") return operation;
  return {
    ...operation,
    run(parts, call) {
      const key = call.headers["idempotency-key"];
      if (key === undefined) return operation.run(parts, call);
      return findAnswer(parts, key, call) ?? keepAnswer(parts, key, call, operation);
    },
  };
}

/** Returns the stored answer. @throws Refusal 400 when the key came with another request; else the stored refusal */
function findAnswer(parts: SandboxParts, key: string, call: Call): Answer | undefined {
  const kept = parts.state.stripe.answers.get(key);
  if (!kept || kept.at + KEPT_MS <= parts.now()) return undefined;
  if (kept.fingerprint !== fingerprintOf(call)) {
    const message = "Keys for idempotent requests can only be used with the same parameters.";
    throw stripeRefusal(400, { type: "idempotency_error", message });
  }
  if (kept.status >= 400) throw new Refusal(kept.status, kept.json);
  return { status: kept.status, json: kept.json, headers: { "idempotent-replayed": "true" } };
}

/** Stores answers and declined charges; a request refused before the bank was asked may be corrected. */
function keepAnswer(parts: SandboxParts, key: string, call: Call, operation: Operation): Answer {
  const keep = (status: number, json: unknown) => {
    const fingerprint = fingerprintOf(call);
    const answer = { fingerprint, status, json: structuredClone(json), at: parts.now() };
    parts.state.stripe.answers.set(key, answer);
  };
  try {
    const answer = operation.run(parts, call);
    if ("json" in answer) keep(answer.status ?? 200, answer.json);
    return answer;
  } catch (error) {
    if (error instanceof Refusal && error.status === 402) keep(error.status, error.body);
    throw error;
  }
}

function fingerprintOf({ path, fields }: Call): string {
  return JSON.stringify([path, fields]);
}
