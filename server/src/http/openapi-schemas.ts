import { isDeepStrictEqual } from "node:util";

export type JsonSchema = { [keyword: string]: unknown };

const COMPONENT = /^[A-Z][A-Za-z0-9]*$/;

/** The standard's names for our own formats. */
const PUBLIC_NAMES: Record<string, string> = { instant: "date-time", "web-address": "uri" };

/**
 * Writes schemas for the document: those with a title become named components that are referenced, and our own
 * formats get the standard's names.
 *
 * @throws Error when two different schemas have the same title
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
        // The standard has no format for single-line text.
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
