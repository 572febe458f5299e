/** Text that is already markup. Only `html` and `markup` make it. */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
export type { Markup };

type Part = Markup | string | number | null | readonly Part[];

/** Writes markup; inserted values are escaped unless they are markup themselves. Null inserts nothing. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const written = parts.map((part, index) => write(part) + pieces[index + 1]!);
  return new Markup(pieces[0]! + written.join(""));
}

/** Declares a text to be markup: never one that a user typed. */
export function markup(text: string): Markup {
  return new Markup(text);
}

function write(part: Part): string {
  if (part === null) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(write).join("");
  return String(part).replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
