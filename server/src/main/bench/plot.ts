import type { Figures } from "./measure.ts";
import { searches } from "./reads.ts";
import type { Results } from "./run-plan.ts";

const WIDTH = 760;
const LEFT = 250;
const RIGHT = 90;
const ROW = 26;
const TOP = 64;

/** The parts of processor time, in the order they are stacked. */
const costs = [
  { name: "postgresMs", title: "PostgreSQL", color: "#336791" },
  { name: "serverMs", title: "server", color: "#3c873a" },
  { name: "generatorMs", title: "load generator", color: "#b8b8b8" },
] as const;

/** Draws the processor time of one reservation, and of the yardsticks, as stacked bars. An SVG file's text. */
export function plotCosts({ reservations, orders, anyStaff, peer }: Results): string {
  const bars: [string, Figures][] = Object.values(reservations ?? {}).flatMap((one) => [
    [`bare INSERT, ${one.clients} at once`, one.floor] as [string, Figures],
    [`classic design, ${one.clients} at once`, one.classic] as [string, Figures],
    [`reservation, ${one.clients} at once`, one] as [string, Figures],
  ]);
  if (anyStaff) bars.push(["reservation, any staff, 32 at once", anyStaff]);
  if (orders) bars.push(["order of 3 items, 32 at once", orders]);
  if (peer && !("skipped" in peer)) bars.push(["classic in Django REST, 32 at once", peer.peer]);
  const most = Math.max(...bars.map(([, one]) => one.cpuMs));
  const scale = (WIDTH - LEFT - RIGHT) / most;
  const drawn = bars.map(([title, one], row) => {
    const y = TOP + row * ROW;
    let x = LEFT;
    const pieces = costs.map(({ name, color }) => {
      const width = one[name] * scale;
      x += width;
      return `<rect x="${n(x - width)}" y="${y}" width="${n(width)}" height="18" fill="${color}"/>`;
    });
    return [
      text(LEFT - 8, y + 13, title, "end"),
      ...pieces,
      text(x + 6, y + 13, `${one.cpuMs.toFixed(2)} ms`),
    ].join("");
  });
  const legend = legendOf(costs.map(({ title, color }) => [title, color]));
  return svg("Processor time per request", TOP + bars.length * ROW, [legend, ...drawn]);
}

const colors = ["#336791", "#3c873a", "#b5651d", "#7a3e9d"];
const CHART = 240;
const named = { slots: "slots, 30 days", seatMap: "seat map", trips: "trips", stays: "stays" };

/** Draws how long searches take as the bookings grow: half of the requests are below the line. An SVG file's text. */
export function plotReads({ reads }: Results): string {
  if (!reads) return svg("Searches were not measured", TOP, []);
  const sizes = reads.slots.sizes.map(({ bookings }) => bookings);
  const most = Math.max(...searches.flatMap((name) => reads[name].sizes.map((one) => one.p50Ms)));
  const step = (WIDTH - 2 * RIGHT) / Math.max(1, sizes.length - 1);
  const x = (index: number) => RIGHT + index * step;
  const y = (ms: number) => TOP + CHART - (ms / most) * (CHART - 20);
  const base = TOP + CHART;
  const lines = searches.map((name, index) => {
    const color = colors[index]!;
    const points = reads[name].sizes.map((one, at) => `${n(x(at))},${n(y(one.p50Ms))}`);
    const last = reads[name].sizes.length - 1;
    const end = `${reads[name].p50Ms.toFixed(1)} ms`;
    return `<polyline points="${points.join(" ")}" fill="none" stroke="${color}" stroke-width="2"/>${text(x(last) + 6, y(reads[name].p50Ms) + 4, end)}`;
  });
  const axis = [
    `<line x1="${RIGHT}" y1="${base}" x2="${WIDTH - RIGHT}" y2="${base}" stroke="#888"/>`,
    ...sizes.map((size, at) => text(x(at), base + 18, size.toLocaleString("en"), "middle")),
  ];
  const legend = legendOf(searches.map((name, index) => [named[name], colors[index]!]));
  const title = "Searches by number of bookings: median, one client";
  return svg(title, base + 30, [legend, ...axis, ...lines]);
}

function legendOf(entries: readonly (readonly [title: string, color: string])[]): string {
  return entries
    .map(([title, color], index) => {
      const x = 16 + index * 150;
      return `<rect x="${x}" y="36" width="12" height="12" fill="${color}"/>${text(x + 18, 46, title)}`;
    })
    .join("");
}

function svg(title: string, height: number, parts: string[]): string {
  const whole = height + 16;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${whole}" width="${WIDTH}" height="${whole}" font-family="sans-serif" font-size="12" fill="#222">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="16" y="22" font-size="15" font-weight="bold">${title}</text>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function text(x: number, y: number, words: string, anchor = "start"): string {
  return `<text x="${n(x)}" y="${n(y)}" text-anchor="${anchor}">${words}</text>`;
}

function n(value: number): string {
  return value.toFixed(1);
}
