import type { Tx } from "../../db/connection.ts";
import type { SealTools } from "../../seal/sealer.ts";

/** How many rows were checked, and how many break the guarantee. */
export interface Finding {
  checked: number;
  broken: number;
  /** A note the reader of the figures needs. */
  note?: string;
}

interface Statement {
  /** Number of the guarantee in the documentation; 0 for what all of them rest on. */
  guarantee: number;
  title: string;
  /** Who runs the query: the platform, or a stranger. */
  scope?: "platform" | "public";
}

export interface QueryCheck extends Statement {
  /** Returns one row: `checked` and `broken`. */
  query: string;
}

/** For what a query alone cannot answer. */
interface LookingCheck extends Statement {
  look: (tx: Tx, seals: SealTools) => Promise<Finding>;
}

/** One provable statement about the live database. */
export type Check = QueryCheck | LookingCheck;

export type CheckResult = Finding & Pick<Statement, "guarantee" | "title">;

/** Formats words as a list in SQL: `('reserved', 'pending')`. */
export function among(words: readonly string[]): string {
  return `(${words.map((word) => `'${word}'`).join(", ")})`;
}
