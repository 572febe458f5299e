import type { Readable } from "node:stream";
import { decimalText, type Money } from "../base/money.ts";
import type { Tx } from "../db/connection.ts";
import { assertWhole, savedAs, spoolCsv } from "./csv-file.ts";
import type { StatementLine } from "./statement-lines.ts";
import {
  readStatement,
  readWholeStatement,
  type Statement,
  type StatementQuery,
  type StatementSums,
} from "./statement.ts";

/**
 * Answers a statement request: the sums with one page of lines, or everything as a file.
 *
 * @throws Problem as readStatement; invalid-request for a page of a file
 */
export async function answerStatement(
  tx: Tx,
  businessId: string,
  { format, ...asked }: StatementQuery & { format?: "json" | "csv" },
): Promise<{ body: Statement } | { csv: Readable; headers: Record<string, string> }> {
  if (format !== "csv") return { body: await readStatement(tx, businessId, asked) };
  assertWhole(asked);
  const { sums, lines } = await readWholeStatement(tx, businessId, asked);
  const { currency, from, to } = sums;
  const period = [from, to].filter((date) => date !== null).map((date) => `-${date}`);
  return {
    csv: await spoolCsv(statementRows(sums, lines)),
    headers: savedAs(`statement-${currency}${period.join("")}`),
  };
}

const about = ["orderId", "bookingId", "paymentId", "refundId"] as const;

/**
 * Writes one entry a row, newest first, between the balance at the end and the one at the beginning: the amounts of
 * all rows below the first add up to it. Columns: at, part, kind, amount as a decimal, currency, orderId, bookingId,
 * paymentId, refundId, memo.
 */
async function* statementRows(
  { currency, balance, openingBalance }: StatementSums,
  lines: AsyncIterable<StatementLine[]>,
): AsyncGenerator<string[][]> {
  const sum = (part: string, { amount }: Money) => [
    "",
    part,
    "",
    decimalText(amount, currency),
    currency,
    ...about.map(() => ""),
    "",
  ];
  yield [["at", "part", "kind", "amount", "currency", ...about, "memo"], sum("balance", balance)];
  for await (const batch of lines) yield batch.map((line) => lineRow(line, currency));
  yield [sum("openingBalance", openingBalance)];
}

function lineRow(line: StatementLine, currency: string): string[] {
  return [
    line.at,
    line.part,
    line.kind,
    decimalText(line.amount.amount, currency),
    currency,
    ...about.map((name) => line[name] ?? ""),
    line.memo,
  ];
}
