import type { Call, Dialect } from "../serve.ts";
import { moyasarError, refuse } from "./refusals.ts";

/** HTTP Basic with the key as the user name; the publishable key may only create payments and tokens. */
export const moyasar: Dialect = {
  admit(parts, call, operation) {
    const key = keyOf(call, operation.isPublic === true);
    if (key === parts.keys.secret) return;
    if (key !== parts.keys.publishable) {
      throw refuse(401, "authentication_error", "Invalid authorization credentials");
    }
    if (!operation.isPublic) {
      throw refuse(403, "authentication_error", "This key is not allowed to do this");
    }
  },
  unreadable: () => refuse(400, "invalid_request_error", "Bad Request"),
  failure: (status) =>
    status === 429
      ? moyasarError("rate_limit_error", "Too many requests")
      : moyasarError("api_error", status === 503 ? "Under maintenance" : "Internal Server Error"),
};

/** Reads the key: `key:` in base64, without the colon as one of Moyasar's own libraries sends it, or in the body. */
function keyOf({ headers, fields }: Call, isPublic: boolean): string | undefined {
  const encoded = /^basic (.+)$/i.exec(headers.authorization ?? "")?.[1];
  if (encoded !== undefined) {
    return Buffer.from(encoded, "base64").toString("utf8").replace(/:$/, "");
  }
  const inBody = fields.publishable_api_key;
  return isPublic && typeof inBody === "string" ? inBody : undefined;
}
