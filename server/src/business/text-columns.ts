import type { Text } from "../base/text.ts";

type TextColumns<Name extends string> = { [C in `${Name}_ar` | `${Name}_en`]: string };

/** A bilingual text as its columns; nothing for texts that stay unchanged. */
export function textColumns<Name extends string>(name: Name, words: Text): TextColumns<Name>;
export function textColumns<Name extends string>(
  name: Name,
  words: Text | undefined,
): Partial<TextColumns<Name>>;
export function textColumns(name: string, words: Text | undefined) {
  return words === undefined ? {} : { [`${name}_ar`]: words.ar, [`${name}_en`]: words.en };
}
