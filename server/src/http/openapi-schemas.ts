import { isDeepStrictEqual } from "node:util";

export type JsonSchema = { [keyword: string]: unknown };

const COMPONENT = /^[A-Z][A-Za-z0-9]*$/;

/** Our own formats as the standard calls them. */
const PUBLIC_NAMES: Record<string, string> = { instant: "date-time", "web-address": "uri" };

/**
 * Writes schemas for the document: those with a title become named components and are referred to, our own
 * formats get their public names.
 *
 * @throws Error when two different schemas bear one title
 */
export function schemaWriter(): {
  write: (schema: JsonSchema) => JsonSchema;
  components: () => Record<string, JsonSchema>;
} {
  const components = new Map<string, JsonSchema>();

  function write(schema: JsonSchema): JsonSchema {
    const { title } = schema;
    if (typeof title !== "string" || !COMPONENT.test(title)) return inner(schema);
    const written = inner(schema);
    const known = components.get(title);
    if (known && !isDeepStrictEqual(known, written))
      throw new Error(`two schemas are titled ${title}`);
    components.set(title, written);
    return { $ref: `#/components/schemas/${title}` };
  }

  function inner(schema: JsonSchema): JsonSchema {
    return Object.fromEntries(
      Object.entries(schema)
        .map(([keyword, value]) => [keyword, writeKeyword(keyword, value)] as const)
        .filter(([, value]) => value !== undefined),
    );
  }

  function writeKeyword(keyword: string, value: unknown): unknown {
    switch (keyword) {
      case "format":
        // One line of words is no format of the standard's.
        return value === "line" ? undefined : (PUBLIC_NAMES[String(value)] ?? value);
      case "properties":
      case "patternProperties":
        return Object.fromEntries(
          Object.entries(value as Record<string, JsonSchema>).map(([name, one]) => [
            name,
            write(one),
          ]),
        );
      case "items":
      case "additionalProperties":
      case "not":
        return typeof value === "object" && value !== null ? write(value as JsonSchema) : value;
      case "anyOf":
      case "allOf":
      case "oneOf":
      case "prefixItems":
        return (value as JsonSchema[]).map(write);
      default:
        return value;
    }
  }

  return {
    write,
    components: () => Object.fromEntries([...components].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}
