import { assertUser } from "../base/actor.ts";
import { inRead, inTransaction } from "../db/in-transaction.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { assertWhole, savedAs, spoolCsv } from "./csv-file.ts";
import { format } from "./ledger-shapes.ts";
import { pastRefunds } from "./past-refunds.ts";
import { allPayables, listPayables } from "./payables.ts";
import { payableRows, payoutRows } from "./payout-batch-csv.ts";
import * as shapes from "./payout-batch-shapes.ts";
import {
  allPayoutsOf,
  getFullPayoutBatch,
  getPayoutBatch,
  listPayoutBatches,
} from "./payout-batches.ts";
import { recordPayoutBatch } from "./record-payout-batch.ts";

const shared = { tag: "admin", access: { who: "admin" } } as const;
const url = "/v1/admin/payoutBatches";

/**
 * Routes for what is owed to all businesses, and for paying it out at once.
 *
 * @param mainGateway the gateway whose money payouts are made of
 */
export function payoutBatchRoutes(mainGateway: string): Route[] {
  return [payablesRoute(), recordRoute(mainGateway), ...readRoutes()];
}

function payablesRoute(): Route {
  return defineRoute({
    ...shared,
    method: "GET",
    url: "/v1/admin/payables",
    summary: "List what every business is owed in a currency, largest first",
    description:
      "Lists only amounts above zero. `format=csv` returns everything as one file, without pages.",
    query: shape.object({
      currency: shape.currency,
      format: shape.optional(format),
      ...shape.pageQuery,
    }),
    mode: "alone",
    csv: true,
    reply: { 200: shape.page(shapes.payable) },
    run: ({ db, context, query }) =>
      inRead(db, context, async (tx) => {
        if (query.format !== "csv") return { body: await listPayables(tx, query) };
        assertWhole(query);
        const csv = await spoolCsv(payableRows(allPayables(tx, query.currency)));
        return { csv, headers: savedAs(`payables-${query.currency}`) };
      }),
  });
}

function recordRoute(gateway: string): Route {
  return defineRoute({
    ...shared,
    method: "POST",
    url,
    summary: "Record payouts of everything businesses are owed",
    description:
      "Records one payout to every business, or to each of `businessIds`, of all that it is owed at that moment if that is at " +
      "least the minimum: all payouts or none. The transfers themselves are made at the bank, from the batch as CSV.",
    mode: "alone",
    idempotency: "required",
    body: shapes.newPayoutBatch,
    reply: { 201: shapes.fullPayoutBatch },
    problems: ["conflict"],
    run: ({ db, context, once, body, actor, clock }) =>
      pastRefunds(() =>
        inTransaction(db, context, (tx) =>
          once(tx, async () => {
            const batch = { ...body, paidBy: assertUser(actor).userId, gateway };
            return { body: await recordPayoutBatch(tx, batch, clock.now()) };
          }),
        ),
      ),
  });
}

function readRoutes(): Route[] {
  return [
    defineRoute({
      ...shared,
      method: "GET",
      url,
      summary: "List payout batches, newest first",
      query: shape.object(shape.pageQuery),
      reply: { 200: shape.page(shapes.payoutBatch) },
      run: async ({ db, query }) => ({ body: await listPayoutBatches(db, query) }),
    }),
    defineRoute({
      ...shared,
      method: "GET",
      url: `${url}/:id`,
      summary: "Read a payout batch with a page of its payouts",
      description:
        "`format=csv` returns the file for the bank: one row per payout with its reference, the business's id and names, " +
        "the amount as a decimal and the currency.",
      params: shape.idParams,
      query: shape.object({ format: shape.optional(format), ...shape.pageQuery }),
      mode: "alone",
      csv: true,
      reply: { 200: shapes.fullPayoutBatch },
      run: ({ db, context, params: { id }, query }) =>
        inRead(db, context, async (tx) => {
          if (query.format !== "csv") return { body: await getFullPayoutBatch(tx, id, query) };
          assertWhole(query);
          const batch = await getPayoutBatch(tx, id);
          const csv = await spoolCsv(payoutRows(allPayoutsOf(tx, batch.id)));
          return { csv, headers: savedAs(`payouts-${batch.id}`) };
        }),
    }),
  ];
}
