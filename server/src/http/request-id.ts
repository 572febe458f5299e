import { newId } from "../base/id.ts";

const SANE = /^[A-Za-z0-9._:/+=-]{1,100}$/;

/** Returns the caller's `X-Request-Id` if it is safe to log, else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === "string" && SANE.test(header) ? header : newId();
}
