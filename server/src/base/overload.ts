import { Problem } from "./problem.ts";
import { text } from "./text.ts";

/** 503: more requests are waiting than can be answered soon; nothing was written. */
export function overloaded(): Problem {
  const detail = text(
    "عدد الطلبات الآن أكبر من المعتاد، ولم يُحفظ شيء؛ أعد المحاولة بعد ثانية بالمفتاح نفسه.",
    "There are too many requests right now; nothing was written. Try again in 1 s with the same key.",
  );
  return new Problem("busy", { detail, headers: { "retry-after": "1" } });
}

/** 499: the caller hung up before the work began; nobody reads it, and it is no fault of ours. */
export function abandoned(): Problem {
  return new Problem("unavailable", { status: 499 });
}
