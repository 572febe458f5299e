import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Relay } from "../harness/relay.ts";
import type { Mortal } from "./mortal.ts";

/**
 * Where a process is killed: at the first request it sends or receives that matches `asked` (before the other side gets
 * it) or `acted` (after the other side has acted, while the answer is on its way). With `writing`, when it next writes
 * that table, counted from that request or from the start.
 */
export interface Point {
  /** "POST /v1/invoices" */
  asked?: RegExp;
  acted?: RegExp;
  /** Which requests: those to the gateway, or those the server receives. */
  on?: "gateway" | "front";
  /** A table, or a statement that locks something. */
  writing?: string;
}

const PATIENCE_MS = 15_000;
const OURS = "application_name = 'api process'";

/** Sets the trap. `release` removes it once the process is dead, and waits until its sessions are gone. */
export async function waitAt(
  mortal: Pick<Mortal, "url" | "gateway" | "front">,
  point: Point,
): Promise<{ isReached: Promise<void>; release: () => Promise<void> }> {
  const keeper = new pg.Client({ connectionString: mortal.url, application_name: "gate keeper" });
  await keeper.connect();
  const dead = Promise.withResolvers<void>();
  const { asked, acted, writing } = point;
  const relay = mortal[point.on ?? "gateway"];
  const spoken =
    (asked ?? acted) ? waitFor(relay, point, dead.promise, writing && lock) : undefined;
  if (!spoken && writing) await lock();

  async function lock(): Promise<void> {
    await keeper.query("begin");
    const isStatement = writing!.startsWith("select ");
    await keeper.query(isStatement ? writing! : `lock table ${writing!} in exclusive mode`);
  }
  const reach = async () => {
    await spoken;
    if (writing) await untilSomeoneWaits(keeper);
  };
  return {
    isReached: reach(),
    async release() {
      relay.at = {};
      dead.resolve();
      await keeper.query("rollback");
      await untilGone(keeper);
      await keeper.end();
    },
  };
}

/** Resolves when the request arrives. The request then hangs until the process is dead; with `then` it goes on. */
function waitFor(
  relay: Relay,
  { asked, acted }: Point,
  dead: Promise<void>,
  then: (() => Promise<void>) | undefined | "",
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isOver = false;
  const stop = async (what: string, which: RegExp | undefined) => {
    if (isOver || !which?.test(what)) return;
    isOver = true;
    if (then) {
      await then();
      return resolve();
    }
    resolve();
    await dead;
    throw new Error("nobody is there to hear it");
  };
  relay.at = { before: (what) => stop(what, asked), after: (what) => stop(what, acted) };
  return promise;
}

async function untilSomeoneWaits(keeper: pg.Client): Promise<void> {
  const isWaiting = `${OURS} and wait_event_type = 'Lock'`;
  await poll(keeper, isWaiting, (count) => count > 0, "nobody came to write");
}

/** Waits until a dead process's sessions notice and roll back. The spare process has no sessions yet. */
async function untilGone(keeper: pg.Client): Promise<void> {
  const isAtWork = `${OURS} and state <> 'idle'`;
  await poll(keeper, isAtWork, (left) => left === 0, "a dead process is still at work");
}

async function poll(
  keeper: pg.Client,
  condition: string,
  isDone: (count: number) => boolean,
  complaint: string,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    // Within a transaction the list of sessions is a snapshot until it is cleared.
    await keeper.query("select pg_stat_clear_snapshot()");
    const { rows } = await keeper.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and ${condition}`,
    );
    if (isDone(rows[0]!.count)) return;
    if (performance.now() > deadline) throw new Error(complaint);
    await sleep(2);
  }
}
