import createClient, { type Client, type ClientOptions, type Middleware } from "openapi-fetch";
import type { components, paths } from "./api.generated.ts";
import { retrying, type RetryOptions } from "./retrying.ts";

export type { components, paths };
export { isRefusal, type Refusal, type RefusalType } from "./refusal.ts";
export type { RetryOptions };
/** Named shapes of the API: `Schemas["Booking"]`. */
export type Schemas = components["schemas"];
export type HoldfastClient = Client<paths>;

export interface HoldfastOptions extends Omit<ClientOptions, "baseUrl"> {
  /** Such as "https://book.example". */
  baseUrl: string;
  /** A session token or an API key. */
  token?: string;
  /** The language of refusals. */
  locale?: "ar" | "en";
  /** How often and how patiently a request is sent again whose answer was lost; `false`: never. */
  retry?: RetryOptions | false;
  /** Makes keys for POSTs that carry none; injected where a test wants to know them. */
  newKey?: () => string;
}

/**
 * A typed client of the HTTP API. Every POST gets an `Idempotency-Key` of its own unless it carries one. A request whose
 * answer was lost is sent again with the same key, so that it takes effect once.
 */
export function createHoldfast(options: HoldfastOptions): HoldfastClient {
  const { token, locale, retry, newKey = () => crypto.randomUUID(), ...rest } = options;
  const plain = rest.fetch ?? ((request: Request) => globalThis.fetch(request));
  const client = createClient<paths>({
    ...rest,
    fetch: retry === false ? plain : retrying(plain, retry),
  });
  const headers: Middleware = {
    onRequest({ request }) {
      if (token) request.headers.set("authorization", `Bearer ${token}`);
      if (locale) request.headers.set("accept-language", locale);
      if (request.method === "POST" && !request.headers.has("idempotency-key")) {
        request.headers.set("idempotency-key", newKey());
      }
      return request;
    },
  };
  client.use(headers);
  return client;
}
