import { sql } from "kysely";
import { addressBlock } from "../base/address-block.ts";
import type { Actor, KeyScope, Membership } from "../base/actor.ts";
import { gather } from "../base/gather.ts";
import type { Asker } from "../base/waiting-questions.ts";
import type { Metrics } from "../base/metrics.ts";
import { instantText, type Clock } from "../base/time.ts";
import { isAway } from "../db/connection-error.ts";
import type { Db } from "../db/connection.ts";
import { hashToken, parseKeyToken } from "./token.ts";

/** Finds the actor of a bearer token or cookie; undefined when it is unknown, expired or revoked. */
type FindActor = (token: string, asker?: Asker, ip?: string) => Promise<Actor | undefined>;

interface Question {
  token: string;
  /** The block of the client's address: all that is certain about a client whose token is not looked up yet. */
  block: string;
}

/** A request looks its token up before anything else: while one batch is under way, another may leave. */
const LANES = 2;

/**
 * Looks tokens up, those of concurrent requests in one query. Nothing is cached: the query begins after the request
 * arrived, so signing out and revoking take effect at once. Addresses take turns: a thousand tokens sent from one delay
 * a client elsewhere by no more than the batches under way. What a token says of itself may be made up, an address not.
 */
export function actorFinder(db: Db, clock: Clock, metrics: Metrics): FindActor {
  const ask = gather<Question, Actor | undefined>({
    station: "tokens",
    metrics,
    lanes: LANES,
    keyOf: ({ token }) => token,
    groupOf: ({ block }) => block,
    isForAll: isAway,
    run: (questions) => {
      const tokens = questions.map(({ token }) => token);
      return findActors(db, tokens, instantText(clock.now()));
    },
  });
  return (token, asker, ip) => ask({ token, block: addressBlock(ip) }, asker);
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
