import { MINUTE_MS } from "../../base/time.ts";
import { GatewayUnclear } from "../gateway.ts";
import { fieldsAt, isFields, madeAt, ourIdIn, wordsAt, type Fields } from "./answered.ts";
import { isYes, unclearFrom, type MoyasarTalk } from "./moyasar-gateway-talk.ts";

/** Pages of 40 each. Only needed if Moyasar ignores the filter. */
const PAGES_MAX = 25;
/** Maximum lag of Moyasar's clock behind ours. */
const SKEW_MS = 10 * MINUTE_MS;
/** If there are two, the one with the money comes first, then the one that can still be paid. */
const order = ["paid", "refunded", "voided", "initiated", "failed"];

/**
 * Finds the invoice made for one of our payments. Moyasar filters the list, and it is checked here again: if the
 * filter is ignored, it holds all of the merchant's invoices, newest first.
 *
 * @returns its id
 * @throws GatewayUnclear also when the list is too long to be sure that there is none
 */
export async function findMoyasarInvoice(
  talk: MoyasarTalk,
  paymentId: string,
): Promise<string | undefined> {
  const oldestMs = madeAt(paymentId) - SKEW_MS;
  let page: number | undefined = 1;
  for (let count = 0; count < PAGES_MAX; count += 1) {
    const query = new URLSearchParams({ "metadata[payment_id]": paymentId, page: String(page) });
    const answer = await talk.read(`/invoices?${query.toString()}`);
    const list = answer.body.invoices;
    if (!isYes(answer) || !Array.isArray(list)) throw unclearFrom(answer);
    const invoices = list.filter(isFields);
    const own = invoices.filter(({ metadata }) => ourIdIn(metadata) === paymentId.toLowerCase());
    if (own.length > 0) return wordsAt(best(own), "id");
    page = nextPage(answer.body);
    if (page === undefined || isOlder(invoices.at(-1), oldestMs)) return undefined;
  }
  throw new GatewayUnclear("Moyasar's list of invoices is too long to find one in it");
}

function best(invoices: Fields[]): Fields {
  const rank = (invoice: Fields) => {
    const place = order.indexOf(wordsAt(invoice, "status") ?? "");
    return place === -1 ? order.length : place;
  };
  return invoices.toSorted((a, b) => rank(a) - rank(b))[0]!;
}

function nextPage(body: Fields): number | undefined {
  const next = fieldsAt(body, "meta").next_page;
  return typeof next === "number" ? next : undefined;
}

function isOlder(invoice: Fields | undefined, ms: number): boolean {
  return invoice === undefined || Date.parse(wordsAt(invoice, "created_at") ?? "") < ms;
}
