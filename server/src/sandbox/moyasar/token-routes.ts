import type { SandboxParts } from "../parts.ts";
import type { Call, Operation } from "../serve.ts";
import { notThere } from "./refusals.ts";
import { createToken, type TokenRecord } from "./token.ts";

export const tokenRoutes: Operation[] = [
  {
    method: "POST",
    path: "/v1/tokens",
    name: "other",
    isPublic: true,
    run: (parts, { fields }) => ({ status: 201, json: createToken(parts, fields).shown }),
  },
  {
    method: "GET",
    path: "/v1/tokens/:id",
    name: "read",
    run: (parts, call) => ({ json: tokenOf(parts, call).shown }),
  },
  {
    method: "DELETE",
    path: "/v1/tokens/:id",
    name: "other",
    run(parts, call) {
      parts.state.tokens.delete(tokenOf(parts, call).shown.id);
      return { status: 204, json: null };
    },
  },
];

function tokenOf({ state }: SandboxParts, { params }: Call): TokenRecord {
  const token = state.tokens.get(params.id!);
  if (!token) throw notThere();
  return token;
}
