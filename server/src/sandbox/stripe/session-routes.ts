import type { SandboxParts } from "../parts.ts";
import type { Call, Operation } from "../serve.ts";
import type { SessionRecord } from "./records.ts";
import { missing } from "./refusals.ts";
import { createSession, currentSession, expireSession } from "./session.ts";
import { expanded, stripeList } from "./shown.ts";

const PATH = "/v1/checkout/sessions";

export const sessionRoutes: Operation[] = [
  {
    method: "POST",
    path: PATH,
    name: "create",
    run: (parts, call) => ({
      json: expanded(parts, call, createSession(parts, call.fields).shown),
    }),
  },
  {
    method: "GET",
    path: PATH,
    name: "read",
    run(parts, call) {
      const sessions = [...parts.state.stripe.sessions.values()];
      const shown = sessions.map((one) => currentSession(parts, one).shown);
      return { json: stripeList(parts, call, shown, ["payment_intent", "status"]) };
    },
  },
  {
    method: "GET",
    path: `${PATH}/:id`,
    name: "read",
    run: (parts, call) => ({ json: expanded(parts, call, sessionOf(parts, call).shown) }),
  },
  {
    method: "POST",
    path: `${PATH}/:id/expire`,
    name: "void",
    run(parts, call) {
      const session = sessionOf(parts, call);
      expireSession(parts, session);
      return { json: expanded(parts, call, session.shown) };
    },
  },
];

export function sessionOf(parts: SandboxParts, { params }: Call): SessionRecord {
  const session = parts.state.stripe.sessions.get(params.id!);
  if (!session) throw missing("checkout.session", params.id!);
  return currentSession(parts, session);
}
