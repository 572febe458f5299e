import { answerStatement } from "./answer-statement.ts";
import { inSnapshot } from "../db/in-transaction.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { payout, statement, statementQuery } from "./ledger-shapes.ts";
import { listPayouts } from "./payouts.ts";

/** Routes for a business's earnings, for its managers. No API key's scope covers money. */
export function manageLedgerRoutes(): Route[] {
  const shared = { tag: "manage money", access: { who: "member", role: "manager" } } as const;
  const url = "/v1/manage/businesses/:businessId";
  return [
    defineRoute({
      ...shared,
      method: "GET",
      url: `${url}/statement`,
      summary: "Read the statement of a business for a period",
      description:
        "Days are those of the business's first location, or UTC without one; `from` and `to` are both included. " +
        "net = gross − fees − refunds + adjustments; balance = openingBalance + net − collectedAtVenue − paidOut. " +
        "The sums cover the whole period; `items` is one page of its lines, newest first. Sums and lines of one response are consistent. " +
        "`format=csv` returns all lines as a file, between the closing balance and the opening balance.",
      mode: "alone",
      params: shape.businessParams,
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
      summary: "List the payouts to the business, newest first",
      params: shape.businessParams,
      query: shape.object(shape.pageQuery),
      reply: { 200: shape.page(payout) },
      run: async ({ db, params, query }) => ({
        body: await listPayouts(db, params.businessId, query),
      }),
    }),
  ];
}
