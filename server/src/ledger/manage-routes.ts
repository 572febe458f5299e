import { answerStatement } from "./answer-statement.ts";
import { inSnapshot } from "../db/in-transaction.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { payout, statement, statementQuery } from "./ledger-shapes.ts";
import { listPayouts } from "./payouts.ts";

/** What a business earned, for its managers. No key's scope covers money. */
export function manageLedgerRoutes(): Route[] {
  const shared = { tag: "manage money", access: { who: "member", role: "manager" } } as const;
  const url = "/v1/manage/businesses/:businessId";
  return [
    defineRoute({
      ...shared,
      method: "GET",
      url: `${url}/statement`,
      summary: "What the business earned in a period, and what became of it",
      description:
        "Days are those of the location that was made first, UTC without one; `from` and `to` are both included. " +
        "net = gross − fees − refunds + adjustments; balance = openingBalance + net − collectedAtVenue − paidOut. " +
        "The sums are those of the whole period, `items` one page of its lines, newest first; an answer's sums and lines are of one moment. " +
        "`format=csv` is a file with all lines, between the balance at the end and the one at the beginning.",
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
      summary: "What was paid out to the business, newest first",
      params: shape.businessParams,
      query: shape.object(shape.pageQuery),
      reply: { 200: shape.page(payout) },
      run: async ({ db, params, query }) => ({
        body: await listPayouts(db, params.businessId, query),
      }),
    }),
  ];
}
