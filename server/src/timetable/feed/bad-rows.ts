/** One row that could not be used as it stands, and why. */
export type BadRow = { file: string; line: number; reason: string };

/** Collects, by file and line, what cannot be used as it stands in a feed, while reading goes on. */
export class BadRows {
  /** Rows that are not in the result. */
  readonly leftOut: BadRow[] = [];
  /** Rows that are in the result, but not as written. */
  readonly mended: BadRow[] = [];

  readonly #encodings = new Map<string, string>();

  /** A whole file that is not UTF-8, and was read in the encoding detected. */
  noteEncoding(file: string, encoding: string): void {
    this.#encodings.set(file, encoding);
  }

  leaveOut(file: string, line: number, reason: string): void {
    this.leftOut.push({ file, line, reason });
  }

  mend(file: string, line: number, reason: string): void {
    this.mended.push({ file, line, reason });
  }

  /** "stop_times.txt: …" for whole files, then "stop_times.txt:123: …", by file and line. */
  lines(): string[] {
    const files = Array.from(
      this.#encodings,
      ([file, encoding]) => `${file}: is not UTF-8, and was read as ${encoding}`,
    );
    const rows = [...this.leftOut, ...this.mended]
      .toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
      .map(({ file, line, reason }) => `${file}:${line}: ${reason}`);
    return [...files.toSorted(), ...rows];
  }
}
