/** The page's whole style: nothing is loaded, and logical properties mirror it for Arabic. */
export const pageStyle = `
:root { color-scheme: light; --ink: #16211f; --soft: #5b6764; --line: #d5dcda; --mark: #0f766e; }
* { box-sizing: border-box; }
body { margin: 0; background: #eef2f1; color: var(--ink); font: 15px/1.55 "Noto Sans Arabic", "Segoe UI", "Geeza Pro",
  Tahoma, "DejaVu Sans", system-ui, sans-serif; }
main { max-width: 190mm; margin: 24px auto; padding: 32px; background: #fff; border-radius: 10px; }
header { display: flex; justify-content: space-between; align-items: flex-start; gap: 16px; padding-block-end: 16px;
  border-block-end: 3px solid var(--mark); }
h1 { margin: 0; font-size: 24px; line-height: 1.35; }
.second { color: var(--soft); font-size: .86em; font-weight: 400; }
h1 .second, .name .second, .address .second, th .second, td > .second { display: block; }
h1 .second { font-size: 16px; }
.turn { color: var(--mark); white-space: nowrap; }
.parties { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 24px; margin-block: 20px; }
.parties h2 { margin: 0; font-size: 13px; font-weight: 400; color: var(--soft); }
.parties p { margin: 2px 0 0; overflow-wrap: break-word; }
.name { font-size: 17px; font-weight: 600; }
.name .second { font-size: 15px; }
dl { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 4px 14px; margin: 0; align-content: start; }
dt { color: var(--soft); }
dd { margin: 0; text-align: end; overflow-wrap: break-word; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 9px 8px; text-align: start; vertical-align: top; border-block-end: 1px solid var(--line); }
thead th { color: var(--soft); font-size: 13px; font-weight: 600; }
.figure { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
thead .figure { white-space: normal; }
.note { display: block; color: var(--soft); font-size: .88em; }
.note .second { font-size: 1em; }
.end { display: flex; justify-content: space-between; align-items: flex-start; gap: 24px; margin-block-start: 20px; }
.end > table { flex: 1; max-width: 105mm; margin-inline-start: auto; }
.end th { font-weight: 400; }
.end tr:last-child > * { border-block-end: 0; border-block-start: 2px solid var(--mark); font-size: 17px; font-weight: 700; }
.qr { flex: none; width: 42mm; margin: 0; }
.qr svg { display: block; width: 100%; height: auto; }
@media (max-width: 600px) {
  body { background: #fff; }
  main { margin: 0; padding: 18px 16px 28px; border-radius: 0; }
  h1 { font-size: 20px; }
  .parties { grid-template-columns: minmax(0, 1fr); gap: 16px; }
  .end { flex-direction: column-reverse; align-items: stretch; }
  .end > table { max-width: none; margin: 0; }
  .qr { width: 200px; margin-inline: auto; }
}
@page { size: A4; margin: 14mm; }
@media print {
  body { background: #fff; font-size: 11pt; }
  main { max-width: none; margin: 0; padding: 0; }
  .turn { display: none; }
  tr, .qr, .parties { break-inside: avoid; }
}
`;
