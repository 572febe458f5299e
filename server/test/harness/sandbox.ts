import { afterAll } from "vitest";
import { openSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox/open-sandbox.ts";

/** Keys of every sandbox that tests open. */
export const sandboxKeys = {
  secretKey: "sk_test_holdfast",
  publishableKey: "pk_test_holdfast",
  webhookSecret: "the shared secret of tests",
  stripeSecretKey: "sk_test_stripe_holdfast",
  stripeWebhookSecret: "whsec_holdfast",
};

/** Opens a sandbox for this test file on a free port; it closes when the file ends. */
export async function openTestSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const { secretKey, publishableKey, stripeSecretKey, stripeWebhookSecret } = sandboxKeys;
  const sandbox = await openSandbox({
    secretKey,
    publishableKey,
    stripe: { secretKey: stripeSecretKey, webhookSecret: stripeWebhookSecret },
    ...options,
  });
  afterAll(async () => sandbox.close());
  return sandbox;
}

/** What the payer decides; `leave` goes back to the merchant without entering a card. */
export type PayerOutcome = "approve" | "decline" | "cancel" | "leave";

const STEPS_MAX = 20;

/**
 * Follows the payment pages from the URL the payer was sent to: enters the card, decides at the bank, follows redirects.
 *
 * @param start.card number of a test card; by default the prefilled one, or one that asks the bank
 * @returns the URL where the browser ends: the merchant's (not fetched), or that of the last page
 */
export async function payAsPerson(
  redirectUrl: string,
  start: { card?: string; outcome: PayerOutcome; lang?: "ar" | "en" },
): Promise<string> {
  const payer = { ...start, given: 0 };
  const { origin } = new URL(redirectUrl);
  let step: Step = { url: redirectUrl };
  for (let count = 0; count < STEPS_MAX; count += 1) {
    if (new URL(step.url).origin !== origin) return step.url;
    const response = await visit(step, start.lang ?? "en");
    const location = response.headers.get("location");
    if (location) step = { url: new URL(location, step.url).href };
    else {
      const next: Step | undefined = nextStep(step.url, await response.text(), payer);
      if (!next) return step.url;
      step = next;
    }
  }
  throw new Error(`the payer was sent around in circles, last to ${step.url}`);
}

interface Step {
  url: string;
  form?: URLSearchParams;
}

async function visit({ url, form }: Step, lang: string): Promise<Response> {
  const response = await fetch(url, {
    method: form ? "POST" : "GET",
    body: form,
    headers: { "accept-language": lang, "user-agent": "a person's browser" },
    redirect: "manual",
  });
  if (response.status >= 400) {
    throw new Error(`${url} answered the payer ${response.status}: ${await response.text()}`);
  }
  return response;
}

/** Returns the payer's next step on this page, or undefined when there is none. */
function nextStep(
  url: string,
  page: string,
  payer: { card?: string; outcome: PayerOutcome; given: number },
): Step | undefined {
  const back = readAttribute(/<a [^>]*rel="(?:prev|next)"[^>]*>/.exec(page)?.[0], "href");
  const leaving = back === undefined ? undefined : { url: back };
  const form = /<form [\s\S]*<\/form>/.exec(page)?.[0];
  const action = readAttribute(form, "action");
  if (!form || !action || payer.outcome === "leave") return leaving;
  const to = new URL(action, url).href;
  if (page.includes('data-page="challenge"')) {
    const buttons = { approve: 0, decline: 1, cancel: 2 };
    const button = [...form.matchAll(/<button [^>]*>/g)][buttons[payer.outcome]]?.[0];
    const result = readAttribute(button, "value") ?? "";
    return { url: to, form: new URLSearchParams({ auth_result: result }) };
  }
  // The payer has one card and gives up when it is declined.
  if (payer.given > 0) return leaving;
  payer.given += 1;
  // Stripe's default card has no challenge, so a payer who declines needs another card.
  const isAsked = payer.outcome === "approve" || !page.includes('data-page="checkout"');
  return {
    url: to,
    form: filledIn(form, payer.card ?? (isAsked ? undefined : "4000000000003220")),
  };
}

/** Returns the form's fields as prefilled, with the payer's card. */
function filledIn(form: string, card: string | undefined): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [input] of form.matchAll(/<input [^>]*>/g)) {
    fields.set(readAttribute(input, "name") ?? "", readAttribute(input, "value") ?? "");
  }
  if (card !== undefined) {
    fields.set("number", card);
    fields.set("cvc", card.length === 15 ? "1234" : "123");
  }
  return fields;
}

function readAttribute(tag: string | undefined, name: string): string | undefined {
  const value = tag && new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));
}
