import { cardToken } from "../card-token.ts";
import { book, send, type Estate, type PaidOrder } from "../estate.ts";
import { fillWallet } from "../../harness/money-app.ts";
import { beginByCard, holdOnCard, payFromWallet, returnUrl } from "../pay.ts";
import { sar } from "../wares.ts";
import { businessUrl, type Asked, type Operation, type Operations } from "./operation.ts";

const whoSees = ["customer", "staff", "key"] as const;
const whoLooksAtOne = [...whoSees, "admin"] as const;
const whoRefunds = ["manager", "admin"] as const;

/** The wallet's part of one split payment, in minor units. */
const WALLET_PART = 4_000;

const paying: Operations = {
  "POST /v1/orders/:id/payments": {
    ask: async (estate) => {
      const { app, customer } = estate;
      await fillWallet(app, customer.id, WALLET_PART);
      return {
        params: { id: (await book(estate, "prepaidId")).orderId },
        body: {
          method: "split",
          walletAmount: sar(WALLET_PART),
          gateway: "moyasar",
          token: await cardToken(app.sandbox),
          returnUrl: returnUrl(estate),
          whenPartlyGone: "keep",
        },
      };
    },
  },
  "POST /v1/wallet/topUps": {
    self: true,
    ask: async (estate) => ({
      body: {
        amount: sar(5_000),
        gateway: "moyasar",
        token: await cardToken(estate.app.sandbox),
        returnUrl: returnUrl(estate),
      },
    }),
  },
  "POST /v1/bookings/:id/payments": {
    of: "salon",
    by: ["staff", "key"],
    ask: async (estate) => ({
      params: { id: (await book(estate)).id },
      body: { method: "cash", amount: sar(10_000) },
    }),
  },
};

const reads: Operations = {
  "GET /v1/orders/:id/payments": {
    of: "salon",
    by: whoSees,
    ask: ({ paid }) => ({ params: { id: paid.orderId } }),
  },
  ...Object.fromEntries(
    ["", "/refunds", "/events"].map((what): [string, Operation] => [
      `GET /v1/payments/:id${what}`,
      { of: "salon", by: whoLooksAtOne, ask: ({ paid }) => ({ params: { id: paid.paymentId } }) },
    ]),
  ),
  "GET /v1/admin/payments": {
    ask: ({ paid, customer }) => ({
      query: {
        status: "partially_refunded",
        orderId: paid.orderId,
        customerId: customer.id,
        hasAlarm: "false",
        limit: 5,
      },
    }),
  },
};

const looks: Operations = {
  "POST /v1/admin/payments/:id/alarmDismissal": {
    ask: async (estate) => ({
      params: { id: await payOddly(estate) },
      body: { reason: `${estate.mark} has looked` },
    }),
  },
};

/** A request about a payment made for it. */
function about(
  by: Operation["by"],
  make: (estate: Estate) => Promise<PaidOrder>,
  body: (estate: Estate, made: PaidOrder) => object = () => ({}),
): Operation {
  return {
    of: "salon",
    by,
    ask: async (estate): Promise<Asked> => {
      const made = await make(estate);
      return { params: { id: made.paymentId }, body: body(estate, made) };
    },
  };
}

const moves: Operations = {
  "POST /v1/payments/:id/check": about(whoSees, beginByCard),
  "POST /v1/payments/:id/capture": about(whoRefunds, holdOnCard),
  "POST /v1/payments/:id/void": about(whoRefunds, holdOnCard),
  "POST /v1/payments/:id/refunds": about(whoRefunds, payFromWallet, ({ mark }, { bookingId }) => ({
    bookingId,
    amount: sar(100),
    destination: "wallet",
    reason: `${mark} says so`,
  })),
};

const till: Operations = {
  [`GET ${businessUrl}/cashOwed`]: {
    of: "salon",
    ask: ({ salon }) => ({
      params: { businessId: salon.businessId },
      query: { handedOver: "false", limit: 5 },
    }),
  },
  [`POST ${businessUrl}/refunds/:id/handover`]: {
    of: "salon",
    ask: async (estate) => ({
      params: { businessId: estate.salon.businessId, id: await oweCash(estate) },
      body: {},
    }),
  },
};

/** Makes a refund of an appointment that was paid at the desk. */
async function oweCash(estate: Estate): Promise<string> {
  const { id } = await book(estate);
  const taken = { method: "cash", amount: sar(10_000) };
  const payment = await send(estate, "POST", `/v1/bookings/${id}/payments`, taken);
  const back = { reason: `${estate.mark} paid at the desk` };
  const by = { by: estate.manager };
  return (await send(estate, "POST", `/v1/payments/${payment.id}/refunds`, back, by)).id;
}

/** Makes a payment that needs attention. */
async function payOddly(estate: Estate): Promise<string> {
  const { paymentId } = await payFromWallet(estate);
  await estate.app.owner
    .updateTable("payments")
    .set({ alarm: "odd" })
    .where("id", "=", paymentId)
    .execute();
  return paymentId;
}

const filter = ({ paid }: Estate): Asked["query"] => ({
  bookingId: paid.bookingId,
  kind: "invoice",
  limit: 5,
});

const oneInvoice = (query?: Asked["query"]): Operation => ({
  of: "salon",
  by: whoLooksAtOne,
  ask: ({ paid }) => ({ params: { id: paid.invoiceId }, query }),
});

const invoices: Operations = {
  "GET /v1/invoices": { self: true, ask: (estate) => ({ query: filter(estate) }) },
  [`GET ${businessUrl}/invoices`]: {
    of: "salon",
    ask: (estate) => ({
      params: { businessId: estate.salon.businessId },
      query: filter(estate),
    }),
  },
  "GET /v1/invoices/:id": oneInvoice(),
  "GET /v1/invoices/:id/page": oneInvoice({ lang: "en" }),
};

/** Requests about payments, refunds and invoices. */
export const paymentOperations: Operations = {
  ...paying,
  ...reads,
  ...looks,
  ...moves,
  ...till,
  ...invoices,
};
