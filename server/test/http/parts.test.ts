import { expect, test } from "vitest";
import { openLog } from "../../src/http/log.ts";
import { addressBlock } from "../../src/base/address-block.ts";
import { alreadyTaken, internal } from "../../src/base/problem.ts";
import { problemBody, problemText } from "../../src/http/problem-reply.ts";
import { bucketOf, TokenBuckets } from "../../src/http/rate-limit.ts";
import { seal, unseal } from "../../src/http/seal.ts";
import { writtenOnce } from "../../src/http/written-body.ts";
import { isDate, isInstant } from "../../src/http/formats.ts";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::6", "2001:db8:1:2::/64"],
  ["2001:db8::6", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("for rate limits the address %s counts as %s", (ip, block) => {
  expect(addressBlock(ip)).toBe(block);
});

test("callers whose address is unknown share one bucket", () => {
  const limits = { anonymousPerMinute: 5, signedInPerMinute: 6, keyPerMinute: 7 };
  const nobody = { kind: "anonymous", label: "anonymous" } as const;
  expect(bucketOf(nobody, undefined, limits)).toEqual(["unknown", 5]);
});

test("a rate-limit bucket refills evenly, never beyond its size", () => {
  let now = 0;
  const buckets = new TokenBuckets(() => now);
  const takes = () => {
    for (let taken = 0; ; taken += 1) {
      try {
        buckets.take("x", 60);
      } catch {
        return taken;
      }
    }
  };
  expect(takes()).toBe(60);
  now += 1_500;
  expect(takes()).toBe(1);
  now += 3_600_000;
  expect(takes()).toBe(60);
});

test("a sealed answer opens only with the same idempotency key and secret", () => {
  const key = { scope: "user:1 POST /x", key: "k", fingerprint: "f" };
  const sealed = seal({ token: "hush" }, key, "secret");
  expect(JSON.stringify(sealed)).not.toContain("hush");
  expect(unseal(sealed, key, "secret")).toEqual({ token: "hush" });
  expect(() => unseal(sealed, key, "another")).toThrow("unable to authenticate");
  expect(() => unseal(sealed, { ...key, key: "j" }, "secret")).toThrow("unable to authenticate");
});

test("secrets, and row values quoted in database errors, stay out of the log", () => {
  const lines: string[] = [];
  const log = openLog("info", { write: (line) => void lines.push(line) });
  const refused = Object.assign(new Error("duplicate key"), {
    code: "23505",
    detail: "Key (phone)=(+966500000003) already exists.",
  });
  log.error(
    { err: refused, token: "t0k3n", headers: { cookie: "c00kie", authorization: "Bearer b" } },
    "x",
  );
  expect(lines.join("")).not.toMatch(/966500000003|t0k3n|c00kie|Bearer b/);
  expect(JSON.parse(lines[0]!).err).toMatchObject({ message: "duplicate key", errorCode: "23505" });
});

test.each([
  ["2024-02-29", true],
  ["2026-02-29", false],
  ["1969-12-31", false],
  ["2201-01-01", false],
  ["2026-1-1", false],
  ["2026-13-01", false],
])("whether %s is a valid date: %s", (words, isOne) => {
  expect(isDate(words)).toBe(isOne);
});

test.each([
  ["2026-11-21T10:00:00Z", true],
  ["2026-11-21T10:00+03:00", true],
  ["2026-11-21T10:00:00.123456789-03:30", true],
  ["2026-11-21T24:00:00Z", false],
  ["2026-11-21T10:00:60Z", false],
  ["2026-11-21 10:00:00Z", false],
  ["2026-11-21T10:00:00", false],
  ["2026-02-30T10:00:00Z", false],
  ["2026-11-21T10:00:00+16:00", false],
  ["2026-11-21T10:00:00-15:59", true],
  ["2026-11-21T10:00:00Z[Asia/Riyadh]", false],
])("whether %s is a valid instant: %s", (words, isOne) => {
  expect(isInstant(words)).toBe(isOne);
});

test("a refusal that two requests share is written alike, each with its own request id and language", () => {
  const alternatives = [{ item: 0, start: "2026-11-24T11:00:00+03:00" }];
  const taken = alreadyTaken(alternatives);
  for (const [locale, id] of [
    ["ar", "one"],
    ["en", "two"],
    ["ar", 'a"quote'],
  ] as const) {
    const text = problemText(taken, locale, id);
    expect(JSON.parse(text)).toEqual(problemBody(taken, locale, id));
  }
  expect(taken.stack, "a refusal costs no stack trace").not.toContain("    at ");
  expect(internal().stack, "an error of ours keeps its own").toContain("    at ");
});

test("an answer that many requests share is written and compressed once", async () => {
  let writings = 0;
  const body = {
    toJSON() {
      writings += 1;
      return { words: "x".repeat(10_000) };
    },
  };
  const [one, other] = [writtenOnce(body), writtenOnce(body)];
  expect(other.plain.toString()).toBe(JSON.stringify({ words: "x".repeat(10_000) }));
  expect(one.isLong).toBe(true);
  expect(await one.gzip()).toBe(await other.gzip());
  expect(writings).toBe(1);
});
