import { alreadyTaken, invalid, notFound, Problem, type FieldError } from "../base/problem.ts";
import type { Noun } from "../base/nouns.ts";
import { text } from "../base/text.ts";
import type { Db, Tx } from "../db/connection.ts";
import {
  type Exempt,
  NOTHING_EXEMPT,
  type PlannedItem,
  type Verdict,
} from "../availability/planned-item.ts";
import { readFacts } from "./item-facts.ts";
import { ruleOf, type OrderItem } from "./item-rule.ts";
import { assertWantedOnce } from "./wanted-once.ts";

/** An available offer close to a refused item, with the position of the item it would replace. */
export type Alternative = { item: number } & Record<string, unknown>;

/** Rules that do not refuse: for every item alike, or for each by its position. */
export type Exemptions = Exempt | readonly (Exempt | undefined)[];

/**
 * Judges every item on one snapshot: one query gathers the facts of all, pure rules decide.
 *
 * @param now epoch milliseconds
 */
export async function judgeItems(
  db: Db | Tx,
  items: readonly OrderItem[],
  now: number,
  exemptions?: Exemptions,
): Promise<Verdict[]> {
  const facts = await readFacts(
    db,
    items.map((item, index) => ruleOf(item).facts(item, now, exemptOf(exemptions, index))),
  );
  return items.map((item, index) =>
    ruleOf(item).plan(facts[index], item, now, exemptOf(exemptions, index)),
  );
}

function exemptOf(exemptions: Exemptions | undefined, index: number): Exempt | undefined {
  return exemptions && "length" in exemptions ? exemptions[index] : exemptions;
}

/**
 * Returns the plans if every item can be booked.
 *
 * @param overridable rules that the caller may override by naming them: a refusal marks those among its reasons
 * @throws Problem not-found, invalid-request (pointers under /items/n), not-available with reasons and alternatives,
 *   already-taken with alternatives; the first of these that applies to any item; last, invalid-request when two items
 *   want the same
 */
export function assertBookable(
  verdicts: readonly Verdict[],
  overridable: Exempt = NOTHING_EXEMPT,
): PlannedItem[] {
  const missing = verdicts.find((verdict) => verdict.verdict === "not-found");
  if (missing) throw notFound(missing.what as Noun);
  const errors = verdicts.flatMap((verdict, index): FieldError[] =>
    verdict.verdict === "invalid"
      ? verdict.errors.map((one) => ({ ...one, pointer: `/items/${index}${one.pointer}` }))
      : [],
  );
  if (errors.length > 0) throw invalid(errors);
  if (verdicts.some((verdict) => verdict.verdict === "not-available"))
    throw refusedByRule(verdicts, overridable);
  if (verdicts.some((verdict) => verdict.verdict === "taken")) throw takenRefusal(verdicts);
  const planned = verdicts.flatMap((one) => (one.verdict === "bookable" ? [one.plan] : []));
  assertWantedOnce(planned);
  return planned;
}

const refusals = new WeakMap<Verdict, Problem>();

/**
 * Returns the refusal of an order whose items are taken. Orders of one item that were judged together share theirs, so
 * that a crowd's alternatives are written once.
 */
export function takenRefusal(verdicts: readonly Verdict[]): Problem {
  const [only, second] = verdicts;
  const shared = only && !second ? refusals.get(only) : undefined;
  const refusal = shared ?? alreadyTaken(alternativesOf(verdicts));
  if (only && !second) refusals.set(only, refusal);
  return refusal;
}

/** Returns alternatives for each item, nearest first. */
function alternativesOf(verdicts: readonly Verdict[]): Alternative[] {
  return verdicts.flatMap((verdict, item) =>
    "alternatives" in verdict
      ? verdict.alternatives.map((one) => ({ item, ...(one as Record<string, unknown>) }))
      : [],
  );
}

function refusedByRule(verdicts: readonly Verdict[], overridable: Exempt): Problem {
  const reasons = verdicts.flatMap((verdict, item) =>
    verdict.verdict === "not-available"
      ? verdict.reasons.map((one) => ({
          item,
          ...one,
          ...(overridable.has(one.rule) && { overridable: true }),
        }))
      : [],
  );
  const words = [...new Map(reasons.map((one) => [one.rule, one.message])).values()];
  if (reasons.some((one) => "overridable" in one)) words.push(howToOverride);
  const detail = text(words.map((one) => one.ar).join(" "), words.map((one) => one.en).join(" "));
  return new Problem("not-available", {
    detail,
    extra: { reasons, alternatives: alternativesOf(verdicts) },
  });
}

const howToOverride = text(
  "للمنشأة أن تتجاوز القواعد المعلّمة بـ overridable بذكرها في override.",
  "The business may override rules marked overridable by listing them in override.",
);
