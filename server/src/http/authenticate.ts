import { anonymous, type Actor } from "../base/actor.ts";
import type { Asker } from "../base/waiting-questions.ts";
import { forbidden, unauthenticated } from "../base/problem.ts";
import { text } from "../base/text.ts";

/** Resolves a token to its actor; undefined when it is unknown, expired or revoked. */
export type FindActor = (token: string, asker?: Asker, ip?: string) => Promise<Actor | undefined>;

export const SESSION_COOKIE = "holdfast_session";
const TOKEN = /^[A-Za-z0-9._~+/=-]{1,512}$/;
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

export type Credentials = {
  method: string;
  authorization: string | undefined;
  cookie: string | undefined;
  origin: string | undefined;
  /** Origins with pages that may use the cookie, the server's own first. */
  origins: readonly string[];
  /** Whoever hung up meanwhile is not looked up. */
  asker?: Asker;
  /** The client's address: clients elsewhere do not wait behind its other requests. */
  ip?: string | undefined;
};

/**
 * Finds the caller: by `Authorization: Bearer`, else by the session cookie, else anonymous. An expired cookie is
 * ignored; an invalid bearer token is refused even where none is needed, or its owner would never notice.
 *
 * @throws Problem unauthenticated, or forbidden when another site's page sends the cookie along
 */
export async function authenticate(sent: Credentials, findActor: FindActor): Promise<Actor> {
  if (sent.authorization !== undefined) {
    const [scheme, token, ...rest] = sent.authorization.trim().split(/ +/);
    const isBearer = scheme?.toLowerCase() === "bearer" && rest.length === 0;
    const actor =
      isBearer && token && TOKEN.test(token)
        ? await findActor(token, sent.asker, sent.ip)
        : undefined;
    if (!actor) throw unauthenticated();
    return actor;
  }
  const token = readCookie(sent.cookie, SESSION_COOKIE);
  if (token === undefined || !TOKEN.test(token)) return anonymous;
  const actor = await findActor(token, sent.asker, sent.ip);
  if (!actor) return anonymous;
  if (!SAFE.has(sent.method)) assertOwnPage(sent);
  return actor;
}

/** Whether the request carries any credentials, valid or not. */
export function hasCredentials(sent: Pick<Credentials, "authorization" | "cookie">): boolean {
  return sent.authorization !== undefined || readCookie(sent.cookie, SESSION_COOKIE) !== undefined;
}

export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(";") ?? []) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** Guards against cross-site request forgery: browsers send Origin with every request that may change something. */
function assertOwnPage({ origin, origins }: Credentials): void {
  if (origin !== undefined && origins.includes(origin.toLowerCase())) return;
  throw forbidden(
    text(
      "طلب من موقع آخر: أرسل Origin الخاص بهذا الموقع أو استخدم Authorization: Bearer.",
      "The request comes from another site; send this site's Origin or use Authorization: Bearer.",
    ),
  );
}
