import { invalid, type FieldError } from "../../base/problem.ts";
import { text } from "../../base/text.ts";

export type Seat = {
  /** The label printed on it: "12C". */
  label: string;
  /** Counted from the front, from 1. */
  row: number;
  /** Counted from the left, from 1; the aisle is a column without seats. */
  column: number;
  class: string;
};

export type SeatLayout = {
  rows: number;
  /** Seats between the aisles, from the left: "2+2", "1+2". */
  columns: string;
  /** The last row fills the aisle too. */
  lastRowFull?: boolean;
  /** Classes other than "standard", by rows, both included. */
  classes?: readonly { class: string; fromRow: number; toRow: number }[];
};

export const USUAL_CLASS = "standard";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Draws one row, "#" for a seat and "." for the aisle: "2+2" is "##.##". */
export function rowsOf({ rows, columns, lastRowFull = false }: SeatLayout): string[] {
  const row = columns
    .split("+")
    .map((seats) => "#".repeat(Number(seats)))
    .join(".");
  return Array.from({ length: rows }, (_, at) =>
    lastRowFull && at === rows - 1 ? "#".repeat(row.length) : row,
  );
}

/** Numbers drawn rows from the front and letters their seats from the left: 1A, 1B, 1C, 1D. */
export function seatsIn(rows: readonly string[]): Seat[] {
  return rows.flatMap((row, rowIndex) => {
    const columns = row.split("").flatMap((place, at) => (place === "#" ? [at + 1] : []));
    return columns.map((column, at) => ({
      label: `${rowIndex + 1}${LETTERS[at]}`,
      row: rowIndex + 1,
      column,
      class: USUAL_CLASS,
    }));
  });
}

/** Returns the numbered seats of a layout, with their classes. */
export function seatsOf(layout: SeatLayout): Seat[] {
  return seatsIn(rowsOf(layout)).map((seat) => {
    const found = layout.classes?.find(
      ({ fromRow, toRow }) => seat.row >= fromRow && seat.row <= toRow,
    );
    return { ...seat, class: found?.class ?? USUAL_CLASS };
  });
}

/**
 * Checks that each label names one seat and each place has one seat.
 *
 * @throws Problem invalid-request with pointers into /seats
 */
export function assertSeatMap(seats: readonly Seat[]): void {
  const labels = new Set<string>();
  const places = new Set<string>();
  const errors: FieldError[] = [];
  for (const [index, { label, row, column }] of seats.entries()) {
    if (labels.has(label)) errors.push({ pointer: `/seats/${index}/label`, detail: sameLabel });
    const place = `${row}:${column}`;
    if (places.has(place)) errors.push({ pointer: `/seats/${index}/column`, detail: samePlace });
    labels.add(label);
    places.add(place);
  }
  if (errors.length > 0) throw invalid(errors);
}

const sameLabel = text("رقم مقعد مكرر.", "Another seat has this label.");
const samePlace = text("في هذا المكان مقعد آخر.", "Another seat occupies this place.");
