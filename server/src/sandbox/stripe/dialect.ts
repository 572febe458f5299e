import type { Dialect } from "../serve.ts";
import { badRequest, stripeRefusal } from "./refusals.ts";

/** A bearer key, or Basic with the key as the user name. */
export const stripe: Dialect = {
  admit({ keys }, { headers }) {
    const { authorization = "" } = headers;
    const basic = /^basic (.+)$/i.exec(authorization)?.[1] ?? "";
    const key =
      /^bearer (.+)$/i.exec(authorization)?.[1] ??
      Buffer.from(basic, "base64").toString("utf8").replace(/:$/, "");
    if (key !== "" && key === keys.stripe) return;
    const message = key === "" ? "You did not provide an API key." : "Invalid API Key provided";
    throw stripeRefusal(401, { type: "invalid_request_error", message });
  },
  unreadable: () => badRequest("The body could not be read."),
  failure(status) {
    if (status !== 429) return { error: { type: "api_error", message: "An error on our side" } };
    const message = "Too many requests hit the API too quickly.";
    return { error: { type: "invalid_request_error", code: "rate_limit", message } };
  },
};
