import type { Clock } from "../../base/time.ts";
import type { GatewayRef, GatewayState } from "../gateway.ts";
import { assertCarries } from "./answered.ts";
import { findMoyasarInvoice } from "./find-moyasar-invoice.ts";
import { isYes, unclearFrom, type MoyasarTalk } from "./moyasar-gateway-talk.ts";
import { readInvoice } from "./moyasar-invoice.ts";
import type { IsOwnPage } from "./moyasar-own-pages.ts";
import { readPayment } from "./moyasar-payment.ts";

/** How answers are interpreted. */
export interface MoyasarReading {
  isOwnPage: IsOwnPage;
  clock: Clock;
}

/** What a reference refers to now. */
export interface MoyasarFound {
  carriedId: string | undefined;
  state: GatewayState;
}

/** Fetches it. @returns undefined when Moyasar says there is none. @throws GatewayUnclear */
export async function findByRef(
  talk: MoyasarTalk,
  reading: MoyasarReading,
  ref: GatewayRef,
): Promise<MoyasarFound | undefined> {
  const kind = ref.object === "invoice" ? "invoices" : "payments";
  const answer = await talk.read(`/${kind}/${encodeURIComponent(ref.ref)}`);
  if (answer.status === 404) return undefined;
  if (!isYes(answer)) throw unclearFrom(answer);
  if (kind === "invoices") {
    return readInvoice(answer.body, reading.isOwnPage, reading.clock.now(), ref.charge);
  }
  return readPayment(answer.body, reading.isOwnPage);
}

/** Finds a payment by our id: a payment has it as its own, an invoice carries it as metadata. @throws GatewayUnclear */
export async function findByOurId(
  talk: MoyasarTalk,
  reading: MoyasarReading,
  id: string,
): Promise<MoyasarFound | undefined> {
  return (await findPaymentByOurId(talk, reading, id)) ?? findInvoiceByOurId(talk, reading, id);
}

export async function findPaymentByOurId(
  talk: MoyasarTalk,
  reading: MoyasarReading,
  id: string,
): Promise<MoyasarFound | undefined> {
  const found = await findByRef(talk, reading, { object: "payment", ref: id });
  if (found) assertCarries(id, found.carriedId);
  return found;
}

export async function findInvoiceByOurId(
  talk: MoyasarTalk,
  reading: MoyasarReading,
  id: string,
): Promise<MoyasarFound | undefined> {
  const ref = await findMoyasarInvoice(talk, id);
  return ref === undefined ? undefined : findByRef(talk, reading, { object: "invoice", ref });
}
