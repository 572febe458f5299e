import type { components } from "./api.generated.ts";

type Schemas = components["schemas"];
type Base = "https://holdfast.example/problems/";

/** Every refusal the API knows; `type` says which, and narrows the rest. */
export type Refusal = {
  [Name in keyof Schemas]: Schemas[Name] extends { type: `${Base}${string}` }
    ? Schemas[Name]
    : never;
}[keyof Schemas];

/** "already-taken", "not-available", …: the end of a refusal's `type`. */
export type RefusalType = Refusal["type"] extends `${Base}${infer Type}` ? Type : never;

/**
 * Whether a request was refused for this reason; narrows `error` to what such a refusal says:
 *
 *     if (isRefusal(error, "already-taken")) offer(error.alternatives);
 */
export function isRefusal<const Type extends RefusalType>(
  error: unknown,
  type: Type,
): error is Extract<Refusal, { type: `${Base}${Type}` }> {
  return (Object(error) as { type?: unknown }).type === `https://holdfast.example/problems/${type}`;
}
