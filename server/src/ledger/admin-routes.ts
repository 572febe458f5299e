import { answerStatement } from "./answer-statement.ts";
import { assertUser } from "../base/actor.ts";
import { getBusiness } from "../business/businesses.ts";
import { inSnapshot } from "../db/in-transaction.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { changeBusinessFee, getBusinessFee } from "./business-fee.ts";
import { fee, newPayout, payout, statement, statementQuery } from "./ledger-shapes.ts";
import { listPayouts } from "./payouts.ts";
import { recordPayout } from "./record-payout.ts";

const shared = { tag: "admin", access: { who: "admin" }, params: shape.businessParams } as const;
const url = "/v1/admin/businesses/:businessId";

/**
 * Routes for what the platform owes businesses, and its fees on their earnings.
 *
 * @param mainGateway the gateway whose money payouts are made of
 */
export function adminBusinessMoneyRoutes(mainGateway: string): Route[] {
  return [...payoutRoutes(mainGateway), ...feeRoutes()];
}

function payoutRoutes(mainGateway: string): Route[] {
  return [
    defineRoute({
      ...shared,
      method: "GET",
      url: `${url}/statement`,
      summary: "Read the statement of any business",
      mode: "alone",
      query: statementQuery,
      csv: true,
      reply: { 200: statement },
      run: ({ db, context, params, query }) =>
        inSnapshot(db, context, (tx) => answerStatement(tx, params.businessId, query)),
    }),
    defineRoute({
      ...shared,
      method: "GET",
      url: `${url}/payouts`,
      summary: "List the payouts to a business, newest first",
      query: shape.object(shape.pageQuery),
      reply: { 200: shape.page(payout) },
      run: async ({ db, params, query }) => {
        await getBusiness(db, params.businessId);
        return { body: await listPayouts(db, params.businessId, query) };
      },
    }),
    defineRoute({
      ...shared,
      method: "POST",
      url: `${url}/payouts`,
      summary: "Record a payout to a business",
      description:
        "The transfer itself is made at the bank. The amount cannot exceed the balance of the statement.",
      idempotency: "required",
      body: newPayout,
      reply: { 201: payout },
      problems: ["insufficient-funds", "conflict"],
      run: async ({ tx, params, body, actor, clock }) => {
        const by = { paidBy: assertUser(actor).userId, gateway: mainGateway };
        return { body: await recordPayout(tx, { ...params, ...body, ...by }, clock.now()) };
      },
    }),
  ];
}

function feeRoutes(): Route[] {
  return [
    defineRoute({
      ...shared,
      method: "GET",
      url: `${url}/fee`,
      summary: "Read the platform's fee for a business",
      reply: { 200: fee },
      run: async ({ db, params }) => ({ body: await getBusinessFee(db, params.businessId) }),
    }),
    defineRoute({
      ...shared,
      method: "PATCH",
      url: `${url}/fee`,
      summary: "Change the platform's fee, for money earned from now on",
      body: shape.object({ basisPoints: fee.properties.basisPoints }),
      ifMatch: "optional",
      reply: { 200: fee },
      run: async ({ tx, params, body, ifMatch }) => ({
        body: await changeBusinessFee(tx, { ...params, version: ifMatch }, body.basisPoints),
      }),
    }),
  ];
}
