/** Text that is markup already. Only `html` and `markup` make it. */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
export type { Markup };

type Part = Markup | string | number | null | readonly Part[];

/** Writes markup; whatever is put into it is escaped, unless it is markup itself. Null is nothing. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const written = parts.map((part, index) => write(part) + pieces[index + 1]!);
  return new Markup(pieces[0]! + written.join(""));
}

/** Takes a text for markup as it is: never one that somebody typed. */
export function markup(text: string): Markup {
  return new Markup(text);
}

function write(part: Part): string {
  if (part === null) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(write).join("");
  return String(part).replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
