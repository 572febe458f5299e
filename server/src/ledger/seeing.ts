import type { Actor } from "../base/actor.ts";
import type { Context } from "../db/context.ts";

/** Whether the actor is one of the platform's people; a key never is. */
export function isOfPlatform(actor: Actor): boolean {
  return actor.kind === "user" && actor.isAdmin;
}

/**
 * The context to read one payment, refund or invoice in: the platform's people see everybody's, everybody else what
 * row-level security shows them. For reads alone: lists named after their reader stay their reader's.
 */
export function seeing(actor: Actor, context: Context): Context {
  return isOfPlatform(actor) ? { ...context, scope: "platform" } : context;
}
