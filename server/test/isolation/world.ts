import { decide, kinds, startOver, type Estate, type TimedApp } from "./estate.ts";
import { makeEstate } from "./make-estate.ts";
import { makePerson, type Person } from "../harness/people.ts";
import { openMoyasar } from "../../src/payment/gateways/moyasar-gateway.ts";
import { openStripe } from "../../src/payment/gateways/stripe-gateway.ts";
import { openTestSandbox, sandboxKeys } from "../harness/sandbox.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";

export interface World {
  app: TimedApp;
  admin: Person;
  /** The estate that outsiders try to reach. */
  ours: Estate;
  /** The estate of the outsiders. */
  theirs: Estate;
  /** An estate whose businesses are suspended: nobody outside may see anything of them. */
  hidden: Estate;
}

/** Three estates on one app with a standing clock and the gateway emulator for cards. */
export async function openWorld(): Promise<World> {
  startOver();
  const app = await startApp();
  const admin = await makePerson(app.db, { admin: true });
  const ours = await makeEstate(app, admin, "Amber");
  const theirs = await makeEstate(app, admin, "Basalt");
  const hidden = await makeEstate(app, admin, "Cobalt");
  for (const kind of kinds) await decide(hidden, hidden[kind].businessId, "suspension");
  return { app, admin, ours, theirs, hidden };
}

async function startApp(): Promise<TimedApp> {
  const clock = standingClock();
  const sandbox = await openTestSandbox({ clock });
  const { secretKey, webhookSecret, stripeSecretKey, stripeWebhookSecret } = sandboxKeys;
  const gateways = {
    moyasar: openMoyasar({ url: sandbox.moyasarUrl, secretKey, webhookSecret, clock }),
    stripe: openStripe({
      url: sandbox.stripeUrl,
      secretKey: stripeSecretKey,
      webhookSecret: stripeWebhookSecret,
      clock,
    }),
  };
  return { ...(await startTestApp({ clock, gateways })), sandbox };
}
