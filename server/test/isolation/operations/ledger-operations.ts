import { ABROAD, batchOf, earnAbroad } from "../earn-abroad.ts";
import { send, type Estate } from "../estate.ts";
import { taxSettings } from "../fill-money.ts";
import { fresh, sar } from "../wares.ts";
import { businessUrl, type Asked, type Operation, type Operations } from "./operation.ts";

const ofSalon = ({ salon }: Estate): Asked => ({ params: { businessId: salon.businessId } });

const period = { from: "2026-11-01", to: "2026-12-31", currency: "SAR", limit: 5 };

const wallet: Operations = {
  "GET /v1/wallet": { self: true, ask: () => ({}) },
  "GET /v1/wallet/entries": { self: true, ask: () => ({ query: { currency: "SAR", limit: 5 } }) },
};

const statement: Operation = {
  of: "salon",
  ask: (estate) => ({ ...ofSalon(estate), query: period }),
};
const payouts: Operation = {
  of: "salon",
  ask: (estate) => ({ ...ofSalon(estate), query: { limit: 5 } }),
};

const manage: Operations = {
  [`GET ${businessUrl}/statement`]: statement,
  [`GET ${businessUrl}/payouts`]: payouts,
  [`GET ${businessUrl}/taxSettings`]: { of: "salon", ask: ofSalon },
  [`PUT ${businessUrl}/taxSettings`]: {
    of: "salon",
    ask: async (estate) => {
      const { businessId } = estate.salon;
      const url = `/v1/manage/businesses/${businessId}/taxSettings`;
      const { version } = await send(estate, "GET", url);
      return { ...ofSalon(estate), version, body: taxSettings(estate) };
    },
  },
};

const adminUrl = "/v1/admin/businesses/:businessId";

const admin: Operations = {
  [`GET ${adminUrl}/statement`]: statement,
  [`GET ${adminUrl}/payouts`]: payouts,
  [`POST ${adminUrl}/payouts`]: {
    of: "salon",
    ask: (estate) => ({
      ...ofSalon(estate),
      body: { amount: sar(1), reference: fresh(estate, "transfer") },
    }),
  },
  [`GET ${adminUrl}/fee`]: { of: "salon", ask: ofSalon },
  [`PATCH ${adminUrl}/fee`]: {
    of: "salon",
    ask: async (estate) => {
      const { businessId } = estate.salon;
      const url = `/v1/admin/businesses/${businessId}/fee`;
      const { version } = await send(estate, "GET", url, undefined, { by: estate.admin });
      return { ...ofSalon(estate), version, body: { basisPoints: 300 } };
    },
  },
  "GET /v1/admin/payables": { ask: () => ({ query: { currency: ABROAD, limit: 5 } }) },
  "POST /v1/admin/payoutBatches": {
    ask: async (estate) => {
      await earnAbroad(estate);
      return { body: batchOf(estate, fresh(estate, "batch")) };
    },
  },
  "GET /v1/admin/payoutBatches": { ask: () => ({ query: { limit: 5 } }) },
  "GET /v1/admin/payoutBatches/:id": {
    ask: ({ payoutBatchId }) => ({ params: { id: payoutBatchId }, query: { format: "csv" } }),
  },
  "GET /v1/admin/ledger/accounts": {
    ask: ({ salon }) => ({
      query: { kind: "business_payable", ownerId: salon.businessId, currency: "SAR", limit: 5 },
    }),
  },
  "GET /v1/admin/ledger/transactions": {
    ask: ({ paid: { paymentId, bookingId, orderId } }) => ({
      query: { paymentId, bookingId, orderId, limit: 5 },
    }),
  },
};

/** Requests about wallets, business earnings and the ledger. */
export const ledgerOperations: Operations = { ...wallet, ...manage, ...admin };
