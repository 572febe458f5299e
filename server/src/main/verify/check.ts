import type { Tx } from "../../db/connection.ts";
import type { SealTools } from "../../seal/sealer.ts";

/** How many things were looked at, and how many of them break the guarantee. */
export interface Finding {
  checked: number;
  broken: number;
  /** What whoever reads the figures has to know. */
  note?: string;
}

interface Statement {
  /** Number of the guarantee in the documentation; 0 for what all rest on. */
  guarantee: number;
  title: string;
  /** Whose eyes it is seen with: the platform's, or a stranger's. */
  scope?: "platform" | "public";
}

export interface QueryCheck extends Statement {
  /** Answers one row: `checked` and `broken`. */
  query: string;
}

/** For what the database cannot answer by itself. */
interface LookingCheck extends Statement {
  look: (tx: Tx, seals: SealTools) => Promise<Finding>;
}

/** One provable statement about the live database. */
export type Check = QueryCheck | LookingCheck;

export type CheckResult = Finding & Pick<Statement, "guarantee" | "title">;

/** Words as a list in SQL: `('reserved', 'pending')`. */
export function among(words: readonly string[]): string {
  return `(${words.map((word) => `'${word}'`).join(", ")})`;
}
