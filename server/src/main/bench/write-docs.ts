import { readFile, writeFile } from "node:fs/promises";
import { plotCosts, plotReads } from "./plot.ts";
import { describe } from "./report.ts";
import type { Results } from "./run-plan.ts";

const DOCS = new URL("../../../../docs/", import.meta.url);
const BEGIN = "<!-- written by npm run bench -->";
const END = "<!-- end of what npm run bench writes -->";

/**
 * Writes the tables into docs/performance.md and the plots beside it.
 *
 * @param command what was run, so that a reader can repeat it
 */
export async function writeDocs(results: Results, command: string): Promise<void> {
  const page = new URL("performance.md", DOCS);
  await writeFile(page, replaceFigures(await readFile(page, "utf8"), results, command));
  await writeFile(new URL("performance-cost.svg", DOCS), plotCosts(results));
  await writeFile(new URL("performance-searches.svg", DOCS), plotReads(results));
}

/**
 * Returns the page with new figures between its two marks.
 *
 * @throws Error when a mark is missing
 */
export function replaceFigures(page: string, results: Results, command: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(
      `docs/performance.md needs the lines "${BEGIN}" and "${END}" around its figures`,
    );
  }
  const figures = [
    BEGIN,
    `\`${command}\`: ${describe(results)}`,
    "![Processor time per request](performance-cost.svg)",
    "![Searches by number of bookings](performance-searches.svg)",
  ].join("\n\n");
  return `${page.slice(0, begin)}${figures}\n\n${page.slice(end)}`;
}
