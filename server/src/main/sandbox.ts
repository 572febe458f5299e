import { parseArgs } from "node:util";
import { openSandbox, type Sandbox, type SandboxOptions } from "../sandbox/open-sandbox.ts";
import { testCards } from "../sandbox/test-cards.ts";
import { UsageError } from "../base/usage-error.ts";

const HELP = `holdfast sandbox [options]

A test payment gateway: a server that answers like Moyasar (and like Stripe, under /stripe), with a page where a person
pays with test cards. No money moves.

  --port <n>               port to listen on (default: 4010)
  --host <address>         (default: 127.0.0.1)
  --secret-key <key>       (default: sk_test_sandbox)
  --publishable-key <key>  (default: pk_test_sandbox)
  --webhook-url <address>  gets every payment event, e.g. http://127.0.0.1:3000/webhooks/moyasar
  --webhook-secret <words> the secret_token in those events (default: sandbox)
  --stripe-secret-key <key>      (default: sk_test_stripe_sandbox)
  --stripe-webhook-url <address> e.g. http://127.0.0.1:3000/webhooks/stripe
  --stripe-webhook-secret <key>  signs those events (default: whsec_sandbox)
  --state <file>           stores payments across restarts

POST /sandbox/faults makes it fail in chosen ways; GET /sandbox/payments lists everything.`;

const PORT = 4010;

/** `holdfast sandbox` */
export async function runSandbox(args: string[]): Promise<number> {
  const options = readArguments(args);
  const stopping = signalled();
  const sandbox = await openOn(options);
  const { secretKey, publishableKey, stripe } = options;
  console.log(`The sandbox is ready at ${sandbox.origin}
  Moyasar  ${sandbox.moyasarUrl}  keys ${secretKey} and ${publishableKey}
  Stripe   ${sandbox.stripeUrl}  key ${stripe!.secretKey}
  test cards, any name of two words, any month to come, any code:
${cardLines()}`);
  await stopping;
  await sandbox.close();
  return 0;
}

async function openOn(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await openSandbox({ ...options, log: (line) => console.log(line) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new UsageError(`--port ${options.port}: another program already listens on it`);
  }
}

function cardLines(): string {
  const lines = testCards.map(
    ({ number, company, title }) => `    ${number.padEnd(16)}  ${company.padEnd(8)}  ${title.en}`,
  );
  return lines.join("\n");
}

function readArguments(args: string[]): SandboxOptions {
  const values = parse(args);
  if (values.help) throw new UsageError(HELP);
  for (const name of ["webhook-url", "stripe-webhook-url"] as const) {
    const value = values[name];
    if (value !== undefined && !/^https?:$/.test(URL.parse(value)?.protocol ?? "")) {
      throw new UsageError(`--${name} ${value}: use an address such as http://127.0.0.1:3000/…`);
    }
  }
  const url = values["webhook-url"];
  return {
    port: portIn(values.port),
    host: values.host,
    secretKey: values["secret-key"],
    publishableKey: values["publishable-key"],
    webhooks: url === undefined ? undefined : { url, secret: values["webhook-secret"] },
    stripe: {
      secretKey: values["stripe-secret-key"],
      webhookUrl: values["stripe-webhook-url"],
      webhookSecret: values["stripe-webhook-secret"],
    },
    stateFile: values.state,
  };
}

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: "string", default: String(PORT) },
        host: { type: "string", default: "127.0.0.1" },
        "secret-key": { type: "string", default: "sk_test_sandbox" },
        "publishable-key": { type: "string", default: "pk_test_sandbox" },
        "webhook-url": { type: "string" },
        "webhook-secret": { type: "string", default: "sandbox" },
        "stripe-secret-key": { type: "string", default: "sk_test_stripe_sandbox" },
        "stripe-webhook-url": { type: "string" },
        "stripe-webhook-secret": { type: "string", default: "whsec_sandbox" },
        state: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`);
  }
}

function portIn(value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  throw new UsageError(`--port ${value}: use a number from 0 (any free port) to 65535`);
}

function signalled(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve(signal));
  return promise;
}
