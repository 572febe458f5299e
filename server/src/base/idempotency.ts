/**
 * What makes two requests the same one. `scope` is who asked for what (never shown, never guessed across
 * actors), `key` is the caller's, `fingerprint` the hash of what was sent.
 */
export type Idempotency = { scope: string; key: string; fingerprint: string };
