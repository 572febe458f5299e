import { openRelay, type Relay } from "../harness/relay.ts";
import { openTestSandbox, sandboxKeys } from "../harness/sandbox.ts";
import { startServers, type ServerProcess } from "../harness/server-processes.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import type { Sandbox } from "../../src/sandbox/open-sandbox.ts";
import { openArena, type Arena } from "../races/arena.ts";

/** Connections of each process. */
const POOL = 12;

/** An arena whose server processes take cards through a sandbox of their own. */
export interface MoneyArena extends Arena {
  sandbox: Sandbox;
  /** The relay in front of the sandbox. */
  relay: Relay;
  /** Runs a background task in the nth server process. */
  work(task: string, server?: number): Promise<void>;
  /** Runs all pending work in the nth process, webhooks included. */
  workAll(server?: number): Promise<void>;
}

/**
 * Opens several arenas: the first for the race with its guards, the others for its controls. The same processes serve all.
 *
 * @param aheadMs how far the clock of each process runs ahead; two on time when left out
 */
export async function openMoneyArenas<const Names extends readonly string[]>(
  names: Names,
  aheadMs: readonly number[] = [0, 0],
): Promise<Record<Names[number], MoneyArena> & { stopServers: () => Promise<void> }> {
  const { secretKey, webhookSecret } = sandboxKeys;
  const places = await Promise.all(
    names.map(async () => {
      const sandbox = await openTestSandbox();
      const relay = await openRelay(sandbox.origin);
      return { database: await createTestDatabase({ poolSize: 4 }), sandbox, relay };
    }),
  );
  const grounds = (ahead: number) =>
    places.map(({ database, relay }, index) => ({
      url: database.url,
      poolSize: POOL,
      aheadMs: ahead,
      isQuiet: index > 0,
      moyasar: { url: `${relay.origin}/v1`, secretKey, webhookSecret },
    }));
  const { servers, stop } = await startServers(...aheadMs.map(grounds));
  const arenas = places.map(async ({ database, sandbox, relay }, index) => {
    const origins = servers.map((one) => one.origins[index]!);
    sandbox.notify({ moyasar: { url: `${origins[0]!}/webhooks/moyasar`, secret: webhookSecret } });
    const arena = await openArena(database, origins);
    return { ...arena, sandbox, relay, ...workers(servers, index, sandbox) };
  });
  const opened = await Promise.all(arenas);
  const named = Object.fromEntries(names.map((name, index) => [name, opened[index]!]));
  return { ...(named as Record<Names[number], MoneyArena>), stopServers: stop };
}

function workers(servers: ServerProcess[], ground: number, sandbox: Sandbox) {
  const work = async (task: string, server = servers.length - 1) =>
    servers[server]!.work(task, ground);
  return {
    work,
    async workAll(server?: number) {
      // One round makes work for the next: a webhook makes an event, a refund a webhook.
      for (let round = 0; round < 3; round += 1) {
        await sandbox.sendWebhooks();
        await work("outbox", server);
        await work("send-refunds", server);
      }
    },
  };
}
