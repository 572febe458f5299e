import type { SandboxParts } from "../parts.ts";
import type { Call, Operation } from "../serve.ts";
import { captureIntent } from "./charge.ts";
import { metadataIn, wordsIn } from "./fields.ts";
import { cancelIntent, confirmIntent, createIntent } from "./intent.ts";
import type { Intent, IntentRecord } from "./records.ts";
import { badRequest, missing } from "./refusals.ts";
import { expanded, stripeList } from "./shown.ts";

const PATH = "/v1/payment_intents";

export const intentRoutes: Operation[] = [
  {
    method: "POST",
    path: PATH,
    name: "create",
    run: (parts, call) => ({ json: expanded(parts, call, createIntent(parts, call.fields).shown) }),
  },
  {
    method: "GET",
    path: PATH,
    name: "read",
    run: (parts, call) => ({ json: stripeList(parts, call, all(parts), ["status"]) }),
  },
  { method: "GET", path: `${PATH}/search`, name: "read", run: search },
  {
    method: "GET",
    path: `${PATH}/:id`,
    name: "read",
    run: (parts, call) => ({ json: expanded(parts, call, intentOf(parts, call).shown) }),
  },
  {
    method: "POST",
    path: `${PATH}/:id`,
    name: "other",
    run(parts, call) {
      const { shown } = intentOf(parts, call);
      shown.metadata = metadataIn(call.fields, shown.metadata);
      shown.description = wordsIn(call.fields, "description") ?? shown.description;
      return { json: expanded(parts, call, shown) };
    },
  },
  move("confirm", "other", confirmIntent),
  move("capture", "capture", captureIntent),
  move("cancel", "void", cancelIntent),
];

function move(
  word: string,
  name: Operation["name"],
  run: (parts: SandboxParts, intent: IntentRecord, fields: Call["fields"]) => void,
): Operation {
  return {
    method: "POST",
    path: `${PATH}/:id/${word}`,
    name,
    run(parts, call) {
      const intent = intentOf(parts, call);
      run(parts, intent, call.fields);
      return { json: expanded(parts, call, intent.shown) };
    },
  };
}

function all({ state }: SandboxParts): Intent[] {
  return [...state.stripe.intents.values()].map(({ shown }) => shown);
}

function intentOf({ state }: SandboxParts, { params }: Call): IntentRecord {
  const intent = state.stripe.intents.get(params.id!);
  if (!intent) throw missing("payment_intent", params.id!);
  return intent;
}

/**
 * Searches by `metadata['key']:'value'` and `status:'…'`, joined with AND: the part of the search language used here.
 */
function search(parts: SandboxParts, call: Call) {
  const clauses = (call.query.get("query") ?? "").split(/ and /i).map((clause) => {
    const read = /^\s*(?:metadata\[["'](.+?)["']\]|(status)):["'](.*)["']\s*$/.exec(clause);
    if (!read)
      throw badRequest(`This search clause is not supported: ${clause}`, { param: "query" });
    return { key: read[1], value: read[3] };
  });
  const found = all(parts).filter((intent) =>
    clauses.every(({ key, value }) =>
      key === undefined ? intent.status === value : intent.metadata[key] === value,
    ),
  );
  const list = stripeList(parts, call, found, []);
  return { json: { ...list, object: "search_result", next_page: null } };
}
