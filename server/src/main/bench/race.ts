import { setTimeout as sleep } from "node:timers/promises";
import { placing } from "./free-slots.ts";
import { Generator } from "./generator.ts";
import { CONNECTIONS, type Ground } from "./ground.ts";
import { median, quantile, type Done } from "./load.ts";
import type { Bench } from "./measure.ts";
import type { Ask } from "./raw-http.ts";
import { startServer } from "./server-process.ts";

/** Many clients who want one slot, and what somebody else notices of it. */
export interface Race {
  /** 1 in every round; else the first other number. */
  winners: number;
  /** From the first request to the last refusal; the median of the rounds. */
  lastRefusalMs: number;
  /** The statuses of the last round. */
  statuses: Record<number, number>;
  /** The requests of a customer of another business meanwhile, of all rounds together. */
  bystander: { count: number; p50Ms: number; p99Ms: number };
}

/** The race on one server process, and on two. */
export async function measureRaces(
  bench: Bench,
  ground: Ground,
  clients: number,
): Promise<Race & { two: Race }> {
  bench.say(`${clients} clients, one slot`);
  const second = await startServer(ground.url, CONNECTIONS);
  const bystander = new Generator();
  const [one, two] = [[ground.server.origin], [ground.server.origin, second.origin]];
  const [alone, both]: [Ran[], Ran[]] = [[], []];
  try {
    // The second server compiles what it needs.
    await runRace(bench, ground, { origins: [second.origin], clients: 50, bystander });
    for (let round = 0; round < bench.rounds; round += 1) {
      alone.push(await runRace(bench, ground, { origins: one, clients, bystander }));
      both.push(await runRace(bench, ground, { origins: two, clients, bystander }));
    }
  } finally {
    await bystander.stop();
    await second.stop();
  }
  return { ...sumUp(alone), two: sumUp(both) };
}

/** A race and the bystander's requests during it. */
type Ran = { race: Done; beside: number[] };

/** More than a bystander can send during a race. */
const BYSTANDER_REQUESTS = 2_000;

async function runRace(
  bench: Bench,
  ground: Ground,
  options: { origins: string[]; clients: number; bystander: Generator },
): Promise<Ran> {
  const { origins, clients, bystander } = options;
  const item = ground.slots.next();
  const asks = Array.from({ length: clients }, () =>
    placing("/v1/bookings", ground.world.key, [item]),
  );
  const beside = bystander.run({
    kind: "http",
    origins: origins.slice(0, 1),
    clients: 1,
    asks: bystanderAsks(ground),
    expected: [200, 201],
  });
  // It is well under way before the others come.
  await sleep(200);
  const race = await bench.generator.run({
    kind: "http",
    origins,
    clients,
    asks,
    expected: [201, 409, 503],
  });
  bystander.halt();
  const { starts, times } = await beside;
  const first = Math.min(...race.starts);
  const last = first + race.seconds * 1000;
  const during = (index: number) => starts[index]! + times[index]! > first && starts[index]! < last;
  return { race, beside: Array.from(times).filter((_, index) => during(index)) };
}

/** Books and looks in turn, with another business than the race's. */
function bystanderAsks({ world, otherSlots }: Ground): Ask[] {
  const { serviceId, staffIds } = world.otherSalon;
  const slots = `/v1/services/${serviceId}/slots?from=${world.monday}&to=${world.monday}&staffId=${staffIds[0]!}`;
  return Array.from({ length: BYSTANDER_REQUESTS }, (_, n) =>
    n % 2 === 0
      ? placing("/v1/bookings", world.otherKey, [otherSlots.next()])
      : { method: "GET", path: slots },
  );
}

function sumUp(rounds: readonly Ran[]): Race {
  const winners = rounds.map(({ race }) => race.statuses.filter((one) => one === 201).length);
  const refusals = rounds.map(({ race }) =>
    race.times.reduce(
      (last, ms, index) => (race.statuses[index] === 201 ? last : Math.max(last, ms)),
      0,
    ),
  );
  const beside = Float64Array.from(rounds.flatMap((one) => one.beside)).sort();
  const statuses: Record<number, number> = {};
  for (const status of rounds.at(-1)!.race.statuses) statuses[status] = (statuses[status] ?? 0) + 1;
  return {
    winners: winners.find((one) => one !== 1) ?? 1,
    lastRefusalMs: median(refusals),
    statuses,
    bystander: {
      count: beside.length,
      p50Ms: quantile(beside, 0.5),
      p99Ms: quantile(beside, 0.99),
    },
  };
}
