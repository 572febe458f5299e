import fc from "fast-check";
import { calls, type Death } from "../life.ts";
import { HELD_MS } from "../world.ts";
import { deed, type Deed } from "./deed.ts";

const held = { delayWebhooksMs: HELD_MS, webhookBeforeResponse: false };

/** Ways for webhooks to arrive from now on. */
const ways = {
  "only when they are sent": { ...held, dropWebhooks: false, reorderWebhooks: false },
  "newest first": { ...held, dropWebhooks: false, reorderWebhooks: true },
  "before the answer": {
    delayWebhooksMs: 0,
    webhookBeforeResponse: true,
    dropWebhooks: false,
    reorderWebhooks: false,
  },
  "not at all": { dropWebhooks: true },
} as const;

export const webhooksComing: fc.Arbitrary<Deed> = fc
  .record({
    way: fc.constantFrom(...(Object.keys(ways) as (keyof typeof ways)[])),
    webhookCopies: fc.constantFrom(1, 1, 3),
  })
  .map(({ way, webhookCopies }) =>
    deed(`webhooks come ${way}, ${webhookCopies} of each`, async (_books, { sandbox }) =>
      sandbox.set({ ...ways[way], webhookCopies }),
    ),
  );

const operation = fc.constantFrom("create", "capture", "void", "refund", "read", undefined);

/** The gateway acts but never answers. */
export const actingUnheard: fc.Arbitrary<Deed> = fc
  .record({ count: fc.integer({ min: 1, max: 2 }), operation })
  .map((fault) =>
    deed(`${fault.count} ${fault.operation ?? "requests"} act and time out`, async (_b, world) =>
      world.sandbox.set({ actThenTimeOut: fault }),
    ),
  );

/** The gateway does not act and answers with a fault. */
export const failing: fc.Arbitrary<Deed> = fc
  .record({
    count: fc.integer({ min: 1, max: 4 }),
    as: fc.constantFrom("500", "503", "html-403", "timeout", "429"),
    operation,
  })
  .map((fault) =>
    deed(
      `the next ${fault.count} ${fault.operation ?? "requests"} fail as ${fault.as}`,
      async (_books, { sandbox }) => sandbox.set({ failNext: fault }),
    ),
  );

const death: fc.Arbitrary<Death> = fc.oneof(
  fc.record({ at: fc.constant("query" as const), number: fc.integer({ min: 1, max: 60 }) }),
  fc.record({
    at: fc.constant("gateway" as const),
    call: fc.constantFrom(...calls),
    when: fc.constantFrom("before" as const, "after" as const, "after" as const),
  }),
);

/** The next process to reach the point dies. */
export const dying: fc.Arbitrary<Deed> = death.map((one) => {
  const where = one.at === "query" ? `at query ${one.number}` : `${one.when} ${one.call}`;
  return deed(`a process will die ${where}`, async (_books, { life }) => life.endAt(one));
});
