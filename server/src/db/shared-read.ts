import { gather, type Ask } from "../base/gather.ts";
import type { Metrics, Station } from "../base/metrics.ts";
import { isAway } from "./connection-error.ts";
import type { Db } from "./connection.ts";

/** A question about what everybody may see, at a time in epoch milliseconds. */
export type AskedAt<Asked> = Asked & { now: number };

/** How a public list or page is read, and answered from what was read. */
export interface SharedRead<Asked, Facts, Body> {
  station: Station;
  /** The questions that share a key get one answer. It names everything they ask for, but not the time. */
  keyOf: (asked: Asked) => string;
  /** Groups take turns in the queue. */
  groupOf: (asked: Asked) => string;
  /** Refuses what cannot be asked, by throwing a problem, before it waits with others. */
  check?: (asked: Asked) => unknown;
  /** Reads the facts for all questions, in their order. */
  read: (db: Db, asked: readonly AskedAt<Asked>[]) => Promise<readonly Facts[]>;
  /** Makes the answer to one question; it may read more. */
  answer: (facts: Facts, asked: AskedAt<Asked>, db: Db) => Body | Promise<Body>;
  /** Different questions in one statement; default 8. */
  most?: number;
  /** Statements under way at a time; default 2. */
  lanes?: number;
}

/** Few, because all of them wait for the last: each takes a few milliseconds. */
const MOST = 8;
/** While one statement is under way, another may leave. */
const LANES = 2;

/**
 * Answers the questions of concurrent requests together: equal ones are read and answered once, and all get the same
 * object; different ones are read by one statement, which begins after all of them arrived.
 *
 * @param parts.db reads as the public: nobody may be told here what only some callers can see
 */
export function shareRead<Asked, Facts, Body>(
  shared: SharedRead<Asked, Facts, Body>,
  { db, metrics }: { db: Db; metrics: Metrics },
): Ask<AskedAt<Asked>, Body> {
  const { station, keyOf, groupOf, check, read, answer, most = MOST, lanes = LANES } = shared;
  const ask = gather<AskedAt<Asked>, () => Promise<Body>>({
    station,
    metrics,
    most,
    lanes,
    keyOf,
    groupOf,
    isForAll: isAway,
    run: async (questions) => {
      const facts = await read(db, questions);
      return facts.map((one, n) => once(async () => answer(one, questions[n]!, db)));
    },
  });
  // Answered outside the batch: the next statement leaves meanwhile.
  return async (question, asker) => {
    check?.(question);
    return (await ask(question, asker))();
  };
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => (result ??= work());
}
