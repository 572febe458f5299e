import type { Tally } from "./drive-events.ts";
import type { Latencies } from "./latencies.ts";
import type { Recording } from "./recorded-bookings.ts";
import type { Check } from "./replay-checks.ts";

const RANKS = [50, 90, 99, 99.9, 100];

/** Describes which part of the record is replayed, which not, and why. */
export function recordingLines(recording: Recording, weeks: number): string[] {
  const { bookings, rows, withoutNights, withoutGuests, childrenUnknown, noShows } = recording;
  const cancelled = bookings.filter((one) => one.cancelledOn).length;
  return [
    `read ${count(rows)} rows: ${count(bookings.length)} bookings, ${count(cancelled)} of them cancelled, ` +
      `${count(noShows)} no-shows (they keep their room, as the hotel kept it for them)`,
    `skipped ${withoutNights} stays of no night (nothing to sell) and ${recording.unreadable.length} unreadable rows`,
    `${withoutGuests} bookings without guests are made for one; ${childrenUnknown} with unknown children for none`,
    `stays moved ${weeks} weeks ahead, so that the first guests are still to come`,
  ];
}

export function progressLine(done: number, of: number, day: number, tally: Tally): string {
  return (
    `${count(done)}/${count(of)} events, day ${day}: ${count(tally.accepted)} accepted, ` +
    `${count(tally.conflicts)} conflicts, ${count(tally.cancelled)} cancelled`
  );
}

/** Returns the run's figures. */
export function tallyLines(tally: Tally, seconds: number, repeated: number): string[] {
  const refused = [...tally.refused.values()].reduce((sum, one) => sum + one, 0);
  const reasons = [...tally.refused].map(([rule, times]) => `${rule} ${times}`).join(", ");
  const requests = tally.bookings.count + tally.cancellations.count;
  return [
    row("accepted", tally.accepted),
    row("refused by a rule", refused, reasons),
    row("conflicts", tally.conflicts, "409: every room of that type taken on some night"),
    row("cancelled", tally.cancelled),
    row("not cancelled", tally.spared, "their booking was refused"),
    row("sent again", repeated, "told to wait, or broken off; same key, one effect"),
    row(
      "requests",
      requests,
      `${(requests / seconds).toFixed(0)} a second, ${seconds.toFixed(1)} s`,
    ),
    ...[...tally.unexpected].map(([what, times]) => row("UNEXPECTED", times, what)),
    "",
    `${"ms".padEnd(18)} ${RANKS.map((rank) => (rank === 100 ? "max" : `p${rank}`).padStart(9)).join("")}`,
    latencyRow("bookings", tally.bookings),
    latencyRow("cancellations", tally.cancellations),
  ];
}

/** Lists what must hold and whether it does, one line each. */
export function checkLines(checks: readonly Check[]): string[] {
  const width = Math.max(...checks.map((one) => one.name.length));
  return checks.map(
    ({ name, failures, note }) =>
      `${failures === 0 ? "PASS" : "FAIL"}  ${name.padEnd(width)}  ${String(failures).padStart(5)}  ${note}`,
  );
}

function latencyRow(name: string, latencies: Latencies): string {
  const values = latencies.percentiles(RANKS).map((ms) => ms.toFixed(1).padStart(9));
  return `${name.padEnd(18)} ${values.join("")}`;
}

function row(name: string, value: number, note = ""): string {
  return `${name.padEnd(18)} ${count(value).padStart(9)}  ${note}`.trimEnd();
}

function count(value: number): string {
  return value.toLocaleString("en");
}
