/** Markup that needs no more escaping. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = string | number | Html | readonly Html[] | false | null | undefined;

/** html`<p>${anything}</p>`: what is put in is escaped, unless it is Html itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const markup = strings.map((words, index) => words + write(parts[index]));
  return new Html(markup.join(""));
}

function write(part: Part): string {
  if (part === undefined || part === null || part === false) return "";
  if (part instanceof Html) return part.markup;
  if (typeof part === "object") return part.map(write).join("");
  return String(part).replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
