/**
 * One provable statement about the live database. The query answers one row: `checked`, how many things were
 * looked at, and `broken`, how many of them break the guarantee.
 */
export interface Check {
  /** Number of the guarantee in the documentation; 0 for what all rest on. */
  guarantee: number;
  title: string;
  query: string;
  /** Whose eyes it is seen with: the platform's, or a stranger's. */
  scope?: "platform" | "public";
}

export interface CheckResult {
  guarantee: number;
  title: string;
  checked: number;
  broken: number;
}
