import { writeCsv } from "../base/csv.ts";
import { decimalText } from "../base/money.ts";
import type { Tx } from "../db/connection.ts";
import { assertWhole, savedAs } from "./csv-file.ts";
import type { StatementLine } from "./statement-lines.ts";
import {
  readStatement,
  readWholeStatement,
  type Statement,
  type StatementQuery,
  type StatementSums,
} from "./statement.ts";

/**
 * A statement as it was asked for: its sums with one page of lines, or all of it as a file.
 *
 * @throws Problem as readStatement; invalid-request for a page of a file
 */
export async function answerStatement(
  tx: Tx,
  businessId: string,
  { format, ...asked }: StatementQuery & { format?: "json" | "csv" },
): Promise<{ body: Statement } | { csv: string; headers: Record<string, string> }> {
  if (format !== "csv") return { body: await readStatement(tx, businessId, asked) };
  assertWhole(asked);
  const statement = await readWholeStatement(tx, businessId, asked);
  const { currency, from, to } = statement;
  const period = [from, to].filter((date) => date !== null).map((date) => `-${date}`);
  return {
    csv: statementCsv(statement),
    headers: savedAs(`statement-${currency}${period.join("")}`),
  };
}

/**
 * One entry a row, newest first, between the balance at the end and the one at the beginning: the amounts of all rows
 * below the first add up to it. Columns: at, part, kind, amount as a decimal, currency, orderId, bookingId, paymentId,
 * refundId, memo.
 */
function statementCsv(statement: StatementSums & { items: StatementLine[] }): string {
  const { currency, items, balance, openingBalance } = statement;
  const about = ["orderId", "bookingId", "paymentId", "refundId"] as const;
  const sum = (part: string, minor: number) => [
    "",
    part,
    "",
    decimalText(minor, currency),
    currency,
    ...about.map(() => ""),
    "",
  ];
  return writeCsv([
    ["at", "part", "kind", "amount", "currency", ...about, "memo"],
    sum("balance", balance.amount),
    ...items.map((line) => [
      line.at,
      line.part,
      line.kind,
      decimalText(line.amount.amount, currency),
      currency,
      ...about.map((name) => line[name] ?? ""),
      line.memo,
    ]),
    sum("openingBalance", openingBalance.amount),
  ]);
}
