import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";
import type { Gateways } from "../payment/card-gateways.ts";

import { openMoyasar } from "../payment/gateways/moyasar-gateway.ts";
import { openStripe } from "../payment/gateways/stripe-gateway.ts";
import { listenAt } from "./listen.ts";
import type { Sandbox } from "../sandbox/open-sandbox.ts";

const SANDBOX_PORT = 4010;

export interface OpenGateways {
  gateways: Gateways;
  /** The built-in sandbox, when no gateway is configured. */
  sandbox?: Sandbox;
  close(): Promise<void>;
}

/**
 * Opens the configured card gateways. In development without any account a sandbox runs in this process: a real HTTP
 * server that speaks Moyasar's contract and stores its payments in the data folder.
 *
 * @param withSandbox whether a sandbox may run here: not where another process has it
 */
export async function openGateways(
  config: Config,
  withSandbox: boolean,
  say: (line: string) => void,
): Promise<OpenGateways> {
  const { moyasar, stripe, publicUrl } = config;
  const gateways: Gateways = {
    ...(moyasar && { moyasar: openMoyasar({ ...moyasar, publicUrl }) }),
    ...(stripe && { stripe: openStripe(stripe) }),
  };
  const isBare = Object.keys(gateways).length === 0;
  if (!isBare || !withSandbox || config.env === "production") {
    return { gateways, close: () => Promise.resolve() };
  }
  // A server with a gateway does not load the sandbox.
  const { openSandbox } = await import("../sandbox/open-sandbox.ts");
  const webhookSecret = await keptSecret(config.dataFolder);
  const keys = { secretKey: "sk_test_sandbox", publishableKey: "pk_test_sandbox" };
  const open = (port: number) =>
    openSandbox({
      ...keys,
      port,
      stateFile: join(config.dataFolder, "sandbox.json"),
      log: say,
    });
  const sandbox = await openOnFreePort(open, config.sandboxPort);
  const { secretKey } = keys;
  return {
    gateways: { moyasar: openMoyasar({ url: sandbox.moyasarUrl, secretKey, webhookSecret }) },
    sandbox,
    close: () => sandbox.close(),
  };
}

/** If no port was chosen and the usual one is in use, any other will do. */
async function openOnFreePort(
  open: (port: number) => Promise<Sandbox>,
  chosen: number | undefined,
): Promise<Sandbox> {
  const port = chosen ?? SANDBOX_PORT;
  const listen = () => open(port);
  if (chosen !== undefined) {
    return listenAt("HOLDFAST_SANDBOX_PORT", { host: "127.0.0.1", port }, listen);
  }
  return listen().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    return open(0);
  });
}

/** Tells the sandbox where to send webhooks, once it is known where the server listens. */
export async function notifySandbox(
  { sandbox }: OpenGateways,
  config: Config,
  address: string,
): Promise<void> {
  const secret = await keptSecret(config.dataFolder);
  sandbox?.notify({ moyasar: { url: `${address}/webhooks/moyasar`, secret } });
}

const SECRET_FILE = "sandbox-webhook-secret";

async function keptSecret(dataFolder: string): Promise<string> {
  const file = join(dataFolder, SECRET_FILE);
  try {
    return await readFile(file, "utf8");
  } catch {
    const secret = randomBytes(24).toString("base64url");
    await writeFile(file, secret, { mode: 0o600, flag: "wx" }).catch(() => undefined);
    return readFile(file, "utf8");
  }
}
