import type { LongAnswers } from "./long-answers.ts";
import type { Load } from "./load.ts";
import type { Reads } from "./reads.ts";

/** All measurements of one run. */
export interface Figures {
  firstAnswerMs: number;
  /** Bare INSERTs, before and after the reservations. */
  floors: Load[];
  reservations: Load;
  race: Load;
  small: Reads;
  large: Reads;
  bookings: number;
  /** Peak resident memory in bytes. */
  memory: number;
}

/** Formats the figures as a Markdown table: measurement, figure, goal. */
export function describe(figures: Figures): string {
  const { floors, reservations, race, small, large, bookings, memory, firstAnswerMs } = figures;
  const floor = floors.reduce((sum, one) => sum + one.perSecond, 0) / floors.length;
  const searches = (["slots", "seatMap", "staySearch"] as const).map((name) => {
    const [before, after] = [small[name].p99, large[name].p99];
    return [
      `${titles[name]}, p99 on ${bookings.toLocaleString("en")} bookings`,
      `${ms(after)} (${(after / before).toFixed(2)} × the ${ms(before)} on 10,000)`,
      "< 15 ms, ≤ 1.3 ×",
    ];
  });
  const rows = [
    ["bare one-row INSERTs", `${floor.toFixed(0)}/s`, "the floor"],
    [
      "reservations over HTTP",
      `${reservations.perSecond.toFixed(0)}/s, ${((100 * reservations.perSecond) / floor).toFixed(0)} % of the floor, p99 ${ms(reservations.p99)}`,
      "≥ 40 %",
    ],
    [
      "500 clients, one slot",
      `${race.statuses[201] ?? 0} won, ${race.statuses[409] ?? 0} refused, the last after ${ms(race.max)}`,
      "1 won, < 1 s",
    ],
    ...searches,
    ["server memory", `${(memory / 2 ** 20).toFixed(0)} MB`, "< 300 MB"],
    ["start to first answer", ms(firstAnswerMs), "< 3 s"],
  ];
  const lines = rows.map((cells) => `| ${cells.join(" | ")} |`);
  return ["| measured | figure | goal |", "|---|---|---|", ...lines].join("\n");
}

/** The longest answers as a Markdown table. */
export function describeAnswers(answers: LongAnswers): string {
  const titles = {
    statement: "statement of 200,000 lines as CSV",
    slowStatement: "the same, read slowly",
    slots: "slots over 61 days, a start every minute, 20 staff: one page",
  };
  const rows = (Object.keys(titles) as (keyof LongAnswers)[]).map((name) => {
    const { bytes, ms: took, memoryBefore, memoryMost, longestTurnMs } = answers[name];
    const memory = `${mb(memoryBefore)} before, ${mb(memoryMost)} at most`;
    return `| ${titles[name]} | ${mb(bytes)} | ${ms(took)} | ${memory} | ${ms(longestTurnMs)} |`;
  });
  return [
    "| answer | size | time | server memory | longest turn |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

function mb(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

const titles = {
  slots: "slots of one staff member over 30 days",
  seatMap: "seat map",
  staySearch: "stay search over 1,000 properties",
};

function ms(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(1)} ms`;
}
