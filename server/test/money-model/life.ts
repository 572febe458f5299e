import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { Db } from "../../src/db/connection.ts";
import type { Gateway } from "../../src/payment/gateway.ts";

export const calls = ["charge", "find", "capture", "void", "refund", "close"] as const;
export type Call = (typeof calls)[number];

/** Where a process dies: at its nth query from now, or before or after a call to the gateway. */
export type Death =
  | { at: "query"; number: number }
  | { at: "gateway"; call: Call; when: "before" | "after" };

export class Died extends Error {}

/**
 * A program that can be killed between two of its steps. From then on none of its queries and calls take effect – not
 * even a rollback or an error report – until another is started in its place.
 */
export class Life {
  isOver = false;
  #death: Death | undefined;
  #queries = 0;
  #talking = 0;

  /** Sets where the process dies; the first to get there dies. */
  endAt(death: Death | undefined): void {
    this.#death = death;
    this.#queries = 0;
  }

  /** Starts another process on the same database, once no connection of the old one is busy. */
  async startAgain(owner: Db): Promise<void> {
    while (this.isOver && (this.#talking > 0 || (await isBusy(owner)))) await sleep(1);
    this.isOver = false;
  }

  query(): void {
    this.#assertAlive();
    this.#queries += 1;
    if (this.#death?.at === "query" && this.#queries >= this.#death.number) this.#end();
  }

  async conversation<T>(call: Call, ask: () => Promise<T>): Promise<T> {
    this.#talking += 1;
    try {
      this.#reach(call, "before");
      const answer = await ask();
      this.#reach(call, "after");
      return answer;
    } finally {
      this.#talking -= 1;
    }
  }

  #reach(call: Call, when: "before" | "after"): void {
    this.#assertAlive();
    const death = this.#death;
    if (death?.at === "gateway" && death.call === call && death.when === when) this.#end();
  }

  #assertAlive(): void {
    if (this.isOver) throw new Died("the process is dead");
  }

  #end(): never {
    this.isOver = true;
    this.#death = undefined;
    throw new Died("the process died here");
  }
}

/** Tells whether a connection of the program is busy. */
async function isBusy(owner: Db): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity
    where datname = current_database() and application_name = 'test' and state <> 'idle'`.execute(
    owner,
  );
  return rows.length > 0;
}

/** Wraps a database whose queries fail once the process is dead. */
export function mortalDb(db: Db, life: Life): Db {
  return db.withPlugin({
    transformQuery({ node }) {
      life.query();
      return node;
    },
    transformResult: async ({ result }) => result,
  });
}

/** Wraps a gateway; it still acts when the process dies after asking. */
export function mortalGateway(gateway: Gateway, life: Life): Gateway {
  const during =
    <A extends unknown[], R>(call: Call, ask: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> =>
      life.conversation(call, () => ask(...args));
  return {
    name: gateway.name,
    minimumMinor: (currency) => gateway.minimumMinor(currency),
    charge: during("charge", async (...args) => gateway.charge(...args)),
    find: during("find", async (...args) => gateway.find(...args)),
    capture: during("capture", async (...args) => gateway.capture(...args)),
    void: during("void", async (...args) => gateway.void(...args)),
    refund: during("refund", async (...args) => gateway.refund(...args)),
    close: during("close", async (...args) => gateway.close(...args)),
    readWebhook: (request) => gateway.readWebhook(request),
  };
}
