import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { faultsSchema, type Faults } from "./faults.ts";
import { showPayment } from "./moyasar/payment.ts";
import { showInvoice } from "./moyasar/invoice.ts";
import type { SandboxParts } from "./parts.ts";

/** Controls for testers; a real gateway has nothing like them. */
export interface Controls {
  set(faults: Partial<Faults>): void;
  reset(): void;
  sendWebhooks(): Promise<void>;
}

export function addControls(server: FastifyInstance, parts: SandboxParts, to: Controls): void {
  server.get("/sandbox/faults", async () => parts.faults);
  server.post("/sandbox/faults", async (request, reply) => {
    const faults = readFaults(request.body as string);
    if (!faults) return reply.status(400).send({ message: "send faults as a JSON object" });
    const wrong = wrongFaults(faults);
    if (wrong.length > 0) return reply.status(400).send({ message: wrong.join("; ") });
    to.set(faults);
    return parts.faults;
  });
  server.get("/sandbox/payments", async () => {
    const { payments, invoices, tokens, stripe } = parts.state;
    return {
      payments: [...payments.values()].map(showPayment),
      invoices: [...invoices.values()].map((one) => showInvoice(parts, one)),
      tokens: [...tokens.values()].map(({ shown }) => shown),
      stripe: {
        intents: [...stripe.intents.values()].map(({ shown }) => shown),
        sessions: [...stripe.sessions.values()].map(({ shown }) => shown),
        charges: [...stripe.charges.values()],
        refunds: [...stripe.refunds.values()],
      },
    };
  });
  server.post("/sandbox/webhooks", async () => {
    await to.sendWebhooks();
    return { attempts: [...parts.state.attempts.values()] };
  });
  server.post("/sandbox/reset", async () => {
    to.reset();
    return parts.faults;
  });
}

function readFaults(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Describes what is wrong. */
function wrongFaults(faults: Record<string, unknown>): string[] {
  const fits = Compile(Type.Partial(faultsSchema, { additionalProperties: false }));
  if (fits.Check(faults)) return [];
  return fits.Errors(faults).map((error) => `${error.instancePath} ${error.message}`);
}
