import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeHotel } from "../harness/businesses.ts";
import type { Answer } from "../harness/caller.ts";
import { brokenChecks, CLIENTS, openArenas, race, tally, without, won } from "./arena.ts";
import type { Arena } from "./arena.ts";
import { dayLater } from "./days.ts";

const { guarded, forgetful } = await openArenas("guarded", "forgetful");
// Answers are stored under a random key, so no copy finds them. Only the lock is left, which separates copies that run at
// the same moment.
await without(
  forgetful,
  `create function forget() returns trigger language plpgsql as
   $$ begin new.key := gen_random_uuid()::text; return new; end $$`,
  "create trigger forget before insert on idempotency_keys for each row execute function forget()",
);

/** One customer's order for one room, sent as many copies to all servers; there are rooms for every copy. */
async function orderOf(arena: Arena) {
  const { roomTypeId } = await makeHotel(arena.db, { rooms: CLIENTS });
  const night = { checkIn: dayLater(0), checkOut: dayLater(1) };
  const items = [{ kind: "stay", roomTypeId, ...night, rooms: 1, guests: 2 }];
  const key = { "idempotency-key": `order-${roomTypeId}` };
  const send = (n: number) => arena.client(0, n).post("/v1/orders", { items }, key);
  return { send, effects: () => roomsSold(arena, roomTypeId) };
}

async function roomsSold(arena: Arena, roomTypeId: string): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    select taken from pool_buckets where pool_id = ${roomTypeId}`.execute(arena.owner);
  return rows[0]?.taken ?? 0;
}

/** A command that the HTTP frame makes idempotent. */
function founding(arena: Arena) {
  const name = { ar: "صالون سارة", en: "Sara's salon" };
  const key = { "idempotency-key": "founding" };
  const send = (n: number) =>
    arena.client(1, n).post("/v1/manage/businesses", { kind: "salon", name }, key);
  const effects = async () => {
    const { rows } = await sql<{ made: number }>`
      select count(*)::int as made from businesses where name_en = ${name.en}`.execute(arena.owner);
    return rows[0]!.made;
  };
  return { send, effects };
}

function copies(send: (n: number) => Promise<Answer>): (() => Promise<Answer>)[] {
  return Array.from({ length: CLIENTS }, (_, n) => () => send(n));
}

async function expectReplays(send: (n: number) => Promise<Answer>, first: Answer): Promise<void> {
  for (const server of [0, 1]) {
    const again = await send(server);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
  }
}

test("copies of an order during the first: one order is made, the others get idempotency-in-progress", async () => {
  const { send, effects } = await orderOf(guarded);
  const answers = await race(guarded, copies(send), { contenders: 1 });
  const {
    "201": replayed = 0,
    "409 idempotency-in-progress": refused = 0,
    ...rest
  } = tally(answers);
  expect([rest, replayed + refused]).toEqual([{}, CLIENTS]);
  expect(new Set(won(answers).map(({ body }) => body.id)).size).toBe(1);
  expect(await effects()).toBe(1);
  await expectReplays(send, won(answers)[0]!);
  expect(await effects()).toBe(1);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("concurrent copies of another command: one effect and one answer", async () => {
  const { send, effects } = founding(guarded);
  const answers = await Promise.all(copies(send).map((one) => one()));
  const { "201": replayed = 0, ...rest } = tally(answers);
  if (replayed < CLIENTS) {
    expect(rest).toEqual({ "409 idempotency-in-progress": CLIENTS - replayed });
  }
  expect(new Set(won(answers).map(({ body }) => body.id)).size).toBe(1);
  expect(await effects()).toBe(1);
  await expectReplays(send, won(answers)[0]!);
});

test("control: without finding the stored answer each copy has its own effect", async () => {
  for (const { send, effects } of [await orderOf(forgetful), founding(forgetful)]) {
    const answers = await Promise.all(copies(send).map((one) => one()));
    expect(won(answers).length).toBeGreaterThan(1);
    expect(await effects()).toBe(won(answers).length);
  }
});
