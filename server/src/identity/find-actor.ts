import { sql } from "kysely";
import type { Actor, KeyScope, Membership } from "../base/actor.ts";
import { gather } from "../base/gather.ts";
import type { Asker } from "../base/waiting-questions.ts";
import type { Metrics } from "../base/metrics.ts";
import { instantText, type Clock } from "../base/time.ts";
import { isAway } from "../db/connection-error.ts";
import type { Db } from "../db/connection.ts";
import { hashToken, parseKeyToken } from "./token.ts";

/** Finds the actor of a bearer token or cookie; undefined when it is unknown, expired or revoked. */
type FindActor = (token: string, asker?: Asker) => Promise<Actor | undefined>;

/** A request looks its token up before anything else: while one batch is under way, another may leave. */
const LANES = 2;

/**
 * Looks tokens up, those of concurrent requests in one query. Nothing is cached: the query begins after the request
 * arrived, so signing out and revoking take effect at once.
 */
export function actorFinder(db: Db, clock: Clock, metrics: Metrics): FindActor {
  return gather({
    station: "tokens",
    metrics,
    lanes: LANES,
    keyOf: (token) => token,
    isForAll: isAway,
    run: (tokens) => findActors(db, tokens, instantText(clock.now())),
  });
}

type FoundKey = { keyId: string; scopes: KeyScope[] };
type FoundSession = {
  sessionId: string;
  userId: string;
  isAdmin: boolean;
  memberships: Membership[];
};

async function findActors(
  db: Db,
  tokens: readonly string[],
  at: string,
): Promise<(Actor | undefined)[]> {
  const keys = tokens.map(parseKeyToken);
  const businesses = keys.map((key) => key?.businessId ?? null);
  const hashes = tokens.map((token, n) => hashToken(keys[n]?.secret ?? token));
  const { rows } = await sql<{ found: (FoundKey | FoundSession | null)[] }>`
    select to_jsonb(find_actors(${businesses}::uuid[], ${hashes}::text[], ${at}::timestamptz)) as found`.execute(
    db,
  );
  return rows[0]!.found.map((one, n) => (one ? actorOf(one, businesses[n] ?? "") : undefined));
}

function actorOf(found: FoundKey | FoundSession, businessId: string): Actor {
  return "keyId" in found
    ? { kind: "key", label: `key:${found.keyId}`, businessId, ...found }
    : { kind: "user", label: `user:${found.userId}`, ...found };
}
