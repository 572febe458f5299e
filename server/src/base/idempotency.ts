/**
 * Identifies repeats of a request. `scope` is who requested what (never shown, never shared across actors), `key` is
 * the caller's, `fingerprint` the hash of what was sent.
 */
export type Idempotency = { scope: string; key: string; fingerprint: string };
