import { sql } from "kysely";
import type { Actor, KeyScope, Membership } from "../base/actor.ts";
import { instantText, type Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import { hashToken, parseKeyToken } from "./token.ts";

/**
 * Finds the actor of a bearer token or cookie in one query; undefined when it is unknown, expired or revoked. Nothing
 * is cached between requests, so signing out and revoking take effect at once.
 */
export async function findActor(db: Db, clock: Clock, token: string): Promise<Actor | undefined> {
  const at = instantText(clock.now());
  const key = parseKeyToken(token);
  return key ? findKey(db, key, at) : findUser(db, token, at);
}

async function findUser(db: Db, token: string, at: string): Promise<Actor | undefined> {
  type Row = { sessionId: string; userId: string; isAdmin: boolean; memberships: Membership[] };
  const { rows } = await sql<{ found: Row | null }>`
    select find_session_actor(${hashToken(token)}, ${at}) as found`.execute(db);
  const found = rows[0]?.found;
  return found ? { kind: "user", label: `user:${found.userId}`, ...found } : undefined;
}

async function findKey(
  db: Db,
  { businessId, secret }: { businessId: string; secret: string },
  at: string,
): Promise<Actor | undefined> {
  type Row = { keyId: string; scopes: KeyScope[] };
  const { rows } = await sql<{ found: Row | null }>`
    select find_key_actor(${businessId}, ${hashToken(secret)}, ${at}) as found`.execute(db);
  const found = rows[0]?.found;
  return found ? { kind: "key", label: `key:${found.keyId}`, businessId, ...found } : undefined;
}
