/**
 * Who acts, for whom and when: `enter()` sets it for one transaction, and row-level security reads it.
 *
 * - `public`: the catalogue of approved businesses
 * - `customer`: also what belongs to `userId`
 * - `member`: also what belongs to `businessId`
 * - `platform`: everything (admins, jobs, imports)
 */
export interface Context {
  scope: "public" | "customer" | "member" | "platform";
  userId?: string;
  businessId?: string;
  /** For the audit trail and the events: "user:<id>", "key:<id>", "system:<task>". */
  actor: string;
  requestId?: string;
  ip?: string;
  /** RFC 3339, from the injected clock: the database's current time in this transaction. */
  now: string;
}
