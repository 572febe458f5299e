import { Html } from "./html.ts";

/** Logical properties only, so one sheet serves both directions. */
export const style = new Html(`
:root { color-scheme: light; --ink: #16211f; --soft: #5b6a67; --line: #d5dedb; --ground: #f2f5f4; --main: #0b6b57;
  --bad: #a3261b; --bad-ground: #fdeceb; --good-ground: #e6f4ef; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink);
  font: 16px/1.6 system-ui, "Segoe UI", "Noto Sans Arabic", "DejaVu Sans", sans-serif; }
header { display: flex; justify-content: space-between; align-items: center; max-width: 30rem; margin: 0 auto;
  padding: 1.25rem 1.25rem .75rem; }
header b { letter-spacing: -.01em; }
header small { display: inline-block; margin-inline-start: .5rem; padding: 0 .5rem; border-radius: 1rem;
  background: #fff3d6; color: #6b4b00; font-size: .8rem; }
header a { display: inline-block; padding: .35rem .25rem; color: var(--main); }
main { max-width: 30rem; margin: 0 auto 2rem; padding: 1.5rem 1.25rem; background: #fff; border: 1px solid var(--line); }
@media (min-width: 32rem) { header { padding-inline: 2rem; } main { border-radius: .9rem; padding: 2rem; } }
@media (max-width: 31.99rem) { main { border-inline: 0; } }
h1 { margin: 0; font-size: 1.05rem; font-weight: 600; }
.amount { margin: .25rem 0 0; font-size: 2.1rem; font-weight: 700; line-height: 1.3; }
.about { margin: 0 0 1.25rem; color: var(--soft); overflow-wrap: anywhere; }
label { display: block; margin-top: .9rem; font-size: .9rem; font-weight: 600; }
input, select { display: block; width: 100%; min-height: 3rem; margin-top: .25rem; padding: .6rem .75rem; font: inherit;
  font-weight: 400; color: inherit; background: #fff; border: 1px solid #93a29e; border-radius: .5rem; }
input.number { direction: ltr; font-variant-numeric: tabular-nums; }
[dir="rtl"] input { text-align: right; }
:focus-visible { outline: 3px solid #7fc4b3; outline-offset: 1px; }
.row { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: .75rem; }
button { display: block; width: 100%; min-height: 3.1rem; margin-top: 1.25rem; padding: .6rem 1rem; font: inherit;
  font-weight: 600; color: #fff; background: var(--main); border: 1px solid var(--main); border-radius: .5rem; cursor: pointer; }
button.plain { margin-top: .75rem; color: var(--ink); background: #fff; border-color: #93a29e; }
button:hover { filter: brightness(.95); }
.back { display: block; margin-top: 1.25rem; text-align: center; color: var(--main); }
.note { margin: 0 0 1.25rem; padding: .75rem 1rem; border-radius: .5rem; background: var(--good-ground); }
.note.bad { color: var(--bad); background: var(--bad-ground); }
.note p { margin: 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .35rem 1.25rem; margin: 1.25rem 0; }
dt { color: var(--soft); }
dd { margin: 0; text-align: end; overflow-wrap: anywhere; }
bdi { unicode-bidi: isolate; }
`);
