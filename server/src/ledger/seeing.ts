import type { Actor } from "../base/actor.ts";
import type { Context } from "../db/context.ts";

/** Tells whether the actor is one of the platform's people; an API key never is. */
export function isOfPlatform(actor: Actor): boolean {
  return actor.kind === "user" && actor.isAdmin;
}

/**
 * Returns the context to read one payment, refund or invoice in: the platform's people see everybody's, everybody
 * else what row-level security allows. Only for single reads: a list named after its reader shows only that reader's
 * rows.
 */
export function seeing(actor: Actor, context: Context): Context {
  return isOfPlatform(actor) ? { ...context, scope: "platform" } : context;
}
