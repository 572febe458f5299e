import type { LongAnswers } from "./long-answers.ts";
import type { Figures } from "./measure.ts";
import { searches } from "./reads.ts";
import type { Compared } from "./reservations.ts";
import type { Results } from "./run-plan.ts";

/** The results as Markdown tables: reservations beside the yardsticks, the race, searches and the rest. */
export function describe(results: Results): string {
  const { machine, connection, rounds, at } = results;
  const head = `${at.slice(0, 10)}, ${machine.cores} cores (${machine.processor}), Node ${machine.node.slice(1)}, database over ${connection === "tcp" ? "TCP" : "its Unix socket"}, ${rounds} rounds.`;
  return [
    head,
    ...reservationTables(results),
    peerTable(results),
    readTable(results),
    restTable(results),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function reservationTables({ reservations, orders, anyStaff }: Results): string[] {
  const rows: [string, Compared][] = [
    ...Object.values(reservations ?? {}).map(
      (one) => [`reservations, ${clientsOf(one)}`, one] satisfies [string, Compared],
    ),
    ...(orders
      ? [["orders of 3 items, 2 businesses, 32 clients", orders] as [string, Compared]]
      : []),
    ...(anyStaff ? [["any staff member, 32 clients", anyStaff] as [string, Compared]] : []),
  ];
  if (rows.length === 0) return [];
  return [
    table(
      [
        "measured",
        "a second",
        "p50",
        "p99",
        "processor time",
        "PostgreSQL + server + generator",
        "share of the floor",
        "classic ÷ ours",
      ],
      rows.map(([title, one]) => [
        title,
        ...figureCells(one),
        `**${percent(one.shareOfFloor)}**`,
        `${one.timesClassic.toFixed(2)} ×`,
      ]),
    ),
    table(
      ["yardstick", "a second", "p50", "p99", "processor time", "PostgreSQL + generator"],
      Object.values(reservations ?? {}).flatMap((one) => [
        [`bare durable INSERT (the floor), ${clientsOf(one)}`, ...figureCells(one.floor, false)],
        [`classic design, ${clientsOf(one)}`, ...figureCells(one.classic, false)],
      ]),
    ),
  ];
}

function clientsOf({ clients }: Compared): string {
  return clients === 1 ? "1 client" : `${clients} clients`;
}

function figureCells(figures: Figures, hasServer = true): string[] {
  const { perSecond, failures, p50Ms, p99Ms, cpuMs, postgresMs, serverMs, generatorMs } = figures;
  const parts = [postgresMs, ...(hasServer ? [serverMs] : []), generatorMs];
  return [
    failures > 0 ? `${whole(perSecond)} (${failures} failed)` : whole(perSecond),
    ms(p50Ms),
    ms(p99Ms),
    `${cpuMs.toFixed(2)} ms`,
    parts.map((one) => one.toFixed(2)).join(" + "),
  ];
}

function peerTable({ peer }: Results): string {
  if (!peer) return "";
  if ("skipped" in peer) return `Not measured: ${peer.skipped}.`;
  const { ours, peer: theirs, clients, timesRate, timesProcessor } = peer;
  return table(
    [
      `beside Django REST framework, ${clients} clients`,
      "a second",
      "p50",
      "p99",
      "processor time",
      "PostgreSQL + server + generator",
      "ours ÷ theirs",
    ],
    [
      ["a whole reservation", ...figureCells(ours), `**${timesRate.toFixed(2)} ×** the rate`],
      [
        "the classic design in Django REST framework",
        ...figureCells(theirs),
        `${timesProcessor.toFixed(2)} × our processor time`,
      ],
    ],
  );
}

function readTable({ reads }: Results): string {
  if (!reads) return "";
  const sizes = reads.slots.sizes.map(({ bookings }) => bookings);
  return table(
    [
      "search, one client",
      ...sizes.map((size) => `p99 on ${whole(size)} bookings`),
      "p50 on the most",
      "processor time on the most",
      "growth",
      "answer",
    ],
    searches.map((name) => [
      titles[name],
      ...reads[name].sizes.map((one) => ms(one.p99Ms)),
      ms(reads[name].p50Ms),
      `${reads[name].cpuMs.toFixed(2)} ms`,
      `**${reads[name].growth.toFixed(2)} ×**`,
      `${(reads[name].bytesEach / 1024).toFixed(1)} kB`,
    ]),
  );
}

const titles = {
  slots: "slots of one staff member over 30 days",
  seatMap: "seat map",
  trips: "trips of one day",
  stays: "stays over 1,000 properties",
};

function restTable({ race1000, outbox, memoryMb, firstAnswerMs }: Results): string {
  const race = (title: string, { winners, lastRefusalMs, bystander }: typeof race1000 & object) => [
    title,
    `${winners} winner, last refusal after ${ms(lastRefusalMs)}; a customer of another business meanwhile: p50 ${ms(bystander.p50Ms)}, p99 ${ms(bystander.p99Ms)} (${bystander.count} requests)`,
  ];
  return table(
    ["measured", "figure"],
    [
      ...(race1000
        ? [
            race("1,000 clients, one slot", race1000),
            race("the same on two servers", { ...race1000.two, two: race1000.two }),
          ]
        : []),
      ...(outbox
        ? [
            [
              "events while 32 clients book, one worker",
              `${whole(outbox.reservationsPerSecond)} reservations/s write ${whole(outbox.arrivalsPerSecond)} events/s; ${whole(outbox.drainedPerSecond)} events/s done, ${whole(outbox.leftAtEnd)} left at the end, done ${ms(outbox.emptyAfterMs)} later`,
            ],
          ]
        : []),
      ["server memory, the most", `${memoryMb.toFixed(0)} MB`],
      ["start to first answer", ms(firstAnswerMs)],
    ],
  );
}

/** The longest answers as a Markdown table. */
export function describeAnswers(answers: LongAnswers): string {
  const named = {
    statement: "statement of 200,000 lines as CSV",
    slowStatement: "the same, read slowly",
    slots: "slots over 61 days, a start every minute, 20 staff: one page",
  };
  return table(
    ["answer", "size", "time", "server memory", "longest turn"],
    (Object.keys(named) as (keyof LongAnswers)[]).map((name) => {
      const { bytes, ms: took, memoryBefore, memoryMost, longestTurnMs } = answers[name];
      const memory = `${mb(memoryBefore)} before, ${mb(memoryMost)} at most`;
      return [named[name], mb(bytes), ms(took), memory, ms(longestTurnMs)];
    }),
  );
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

function mb(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function percent(part: number): string {
  return `${(100 * part).toFixed(part < 0.1 ? 1 : 0)} %`;
}

function ms(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(1)} ms`;
}
