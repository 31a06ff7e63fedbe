/** What lists of runs, their filter, and comparisons look like. */
export const LIST_STYLE = `
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.filter { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 10px 12px; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: 14px 16px; margin-top: 14px; }
.filter label { display: grid; grid-template-columns: minmax(0, 1fr); gap: 3px; font-size: 12.5px; color: var(--muted); min-width: 0; }
.filter .wide { flex: 1 1 220px; }
.filter input, .filter select { font: inherit; font-size: 14px; color: var(--ink); background: var(--page); border: 1px solid var(--line); border-radius: var(--radius-small); padding: 6px 9px; min-height: 36px; width: 100%; max-width: 100%; }
.filter .row { display: contents; }
.filter .row::before { content: ""; flex-basis: 100%; }
.filter .time { flex: 0 1 252px; }
.filter .do { display: flex; gap: 8px; }
.filter .note { flex: 1 1 180px; margin: 0 0 8px; font-size: 12.5px; text-align: right; }
button.button:hover { border-color: var(--link); }
input:focus-visible, select:focus-visible, button:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
strong.bad { color: var(--bad); }
.problems { display: grid; gap: 6px; }
.found { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; margin-top: 16px; }
.found + .choose table { margin-top: 10px; }
.runs .pick { width: 1%; padding-right: 0; }
.runs .pick label { display: block; padding: 3px; }
.runs .pick input { width: 17px; height: 17px; margin: 0; display: block; }
.runs th, .runs td { padding: 10px; vertical-align: top; overflow-wrap: break-word; }
.runs th:last-child, .runs td:last-child { padding-right: 16px; }
.runs th:first-child, .runs td:first-child { padding-left: 14px; }
.runs .flow { min-width: 110px; overflow-wrap: anywhere; }
.runs .when { min-width: 118px; }
.runs .player { white-space: nowrap; }
.runs .about { min-width: 200px; overflow-wrap: anywhere; }
.starts { margin-top: 16px; } .starts ul { display: grid; gap: 8px; background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--line-strong); border-radius: var(--radius); padding: 12px 16px; }
.why { margin: 2px 0 0; font-size: 13.5px; }
.choose { counter-reset: chosen; }
.choose input:checked { counter-increment: chosen; }
.choose .compare { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin: 12px 0 0; width: fit-content; }
.choose .count { color: var(--muted); font-size: var(--text-small); }
.choose .count::after { content: ": " counter(chosen) " chosen"; }
.choose:has(input:checked) .compare { position: sticky; bottom: 12px; padding: 6px 12px 6px 6px; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
.choose:has(input:checked) .compare .button { background: var(--link); color: var(--card); border-color: transparent; box-shadow: 0 2px 10px #0004; }
@media (max-width: 900px) {
  .runs, .runs tbody { display: block; }
  .runs thead { display: none; }
  .runs tr { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 14px; padding: 12px 14px; border-bottom: 1px solid var(--line); }
  .runs tbody tr:last-child { border-bottom: 0; }
  .runs td { border: 0; white-space: normal; }
  .runs tbody tr:hover td { background: none; }
  .runs td, .runs td:first-child, .runs td:last-child { padding: 0; min-width: 0; }
  .runs .pick { width: auto; align-self: flex-start; }
  .runs .about { flex: 1 1 calc(100% - 60px); min-width: 0; }
}
.recent { display: flex; gap: 3px; align-items: flex-end; height: 18px; margin: 10px 0 0; }
.recent span { width: 8px; height: 14px; border-radius: 3px; background: var(--muted); }
.recent .good { background: var(--good); }
.recent .bad { background: var(--bad); height: 18px; border-radius: 0; }
.recent .late { background: none; border: 2px solid var(--late); height: 18px; }
.recent .busy { background: none; border: 2px solid var(--busy); border-radius: 50%; height: 8px; }
.compared { display: grid; gap: 12px; }
.compared summary { display: flex; align-items: baseline; gap: 12px; cursor: pointer; list-style: none; }
.compared summary::before { content: ""; flex: none; width: 7px; height: 7px; border: solid var(--muted); border-width: 0 2px 2px 0; transform: rotate(-45deg); }
.compared [open] > summary::before { transform: rotate(45deg); }
.compared summary:focus-visible { outline: 2px solid var(--link); outline-offset: 4px; border-radius: 4px; }
.compared .prompt { flex: 1; margin: 0; }
.compared .brief { color: var(--muted); font-size: 13.5px; text-align: right; }
.compared .card:hover { border-color: var(--line); }
.mark, .facts-of-two .note { color: var(--late); background: var(--late-soft); border-radius: 99px; padding: 2px 9px; font-size: 12.5px; font-weight: 600; white-space: nowrap; }
.facts-of-two { table-layout: fixed; margin-top: 10px; }
.facts-of-two th, .facts-of-two td { padding: 7px 12px; vertical-align: top; white-space: pre-wrap; }
.facts-of-two th { overflow-wrap: break-word; }
.facts-of-two thead td, .facts-of-two th[scope=row] { width: 104px; }
.facts-of-two .sign { color: var(--late); font-weight: 700; }
.facts-of-two .differs td { background: var(--late-soft); }
.facts-of-two tbody tr:last-child th { border-bottom: 0; }
.facts-of-two tbody tr:not(.differs):hover td { background: none; }
.facts-of-two tbody .differs:hover td { background: var(--late-soft); }
.compared .facts-of-two { background: none; border: 0; border-top: 1px solid var(--line); border-radius: 0; }
.compared .facts-of-two th[scope=row] { padding-left: 0; }
@media (max-width: 560px) {
  .filter label { flex: 1 1 40%; }
  .filter .wide, .filter .time { flex-basis: 100%; }
  .filter .note { flex-basis: 100%; text-align: left; }
  .compared summary { flex-wrap: wrap; }
  .compared .prompt { flex-basis: 80%; }
  .facts-of-two thead td, .facts-of-two th[scope=row] { width: 84px; }
  .facts-of-two th, .facts-of-two td { padding: 6px 8px; }
  .facts-of-two td { font-size: 13.5px; }
}
`;
