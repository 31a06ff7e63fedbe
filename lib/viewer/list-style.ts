/** What lists of runs, their filter, and comparisons look like. */
export const LIST_STYLE = `
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.filter { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 10px 12px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; margin-top: 14px; }
.filter label { display: grid; grid-template-columns: minmax(0, 1fr); gap: 3px; font-size: 12.5px; color: var(--muted); min-width: 0; }
.filter .wide { flex: 1 1 220px; }
.filter input, .filter select { font: inherit; font-size: 14px; color: var(--ink); background: var(--page); border: 1px solid var(--line); border-radius: 8px; padding: 6px 9px; min-height: 36px; width: 100%; max-width: 100%; }
.filter .do { display: flex; gap: 8px; }
.filter .note { flex-basis: 100%; margin: 0; font-size: 12.5px; }
button.button { font: inherit; font-size: 14px; color: var(--link); cursor: pointer; }
button.button:hover { border-color: var(--link); }
input:focus-visible, select:focus-visible, button:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.problems { display: grid; gap: 6px; }
.found { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; margin-top: 16px; }
.found + .choose table { margin-top: 10px; }
.runs .pick { width: 1%; padding-right: 0; }
.runs .pick label { display: block; padding: 3px; }
.runs .pick input { width: 17px; height: 17px; margin: 0; display: block; }
.runs td { vertical-align: top; }
.runs .about { min-width: 200px; }
.runs .why { margin: 2px 0 0; font-size: 13.5px; }
.choose .compare { margin: 12px 0 0; }
.choose:has(input:checked) .compare { position: sticky; bottom: 12px; }
.choose:has(input:checked) .compare .button { background: var(--link); color: var(--card); border-color: transparent; box-shadow: 0 2px 10px #0004; }
@media (max-width: 900px) {
  .runs, .runs tbody { display: block; }
  .runs thead { display: none; }
  .runs tr { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 14px; padding: 12px 14px; border-bottom: 1px solid var(--line); }
  .runs tbody tr:last-child { border-bottom: 0; }
  .runs td { padding: 0; border: 0; white-space: normal; }
  .runs tbody tr:hover td { background: none; }
  .runs .pick { width: auto; align-self: center; }
  .runs .about { flex: 1 1 calc(100% - 60px); min-width: 0; }
}
.recent { display: flex; gap: 3px; align-items: flex-end; height: 18px; margin: 10px 0 0; }
.recent span { width: 8px; height: 14px; border-radius: 3px; background: var(--muted); }
.recent .good { background: var(--good); }
.recent .bad { background: var(--bad); height: 18px; border-radius: 0; }
.recent .late { background: none; border: 2px solid var(--late); height: 18px; }
.recent .busy { background: none; border: 2px solid var(--busy); border-radius: 50%; height: 8px; }
.compared { display: grid; gap: 12px; }
.compared > li > header { display: flex; align-items: baseline; justify-content: space-between; gap: 12px; }
.compared .card:hover { border-color: var(--line); }
.mark, .facts-of-two .note { color: var(--late); background: var(--late-soft); border-radius: 99px; padding: 2px 9px; font-size: 12.5px; font-weight: 600; white-space: nowrap; }
.facts-of-two { table-layout: fixed; margin-top: 10px; }
.facts-of-two th, .facts-of-two td { padding: 7px 12px; vertical-align: top; white-space: pre-wrap; }
.facts-of-two thead td, .facts-of-two th[scope=row] { width: 104px; }
.facts-of-two .sign { color: var(--late); font-weight: 700; }
.facts-of-two .differs td { font-weight: 600; }
.facts-of-two tbody tr:hover td { background: none; }
.compared .facts-of-two { background: none; border: 0; border-top: 1px solid var(--line); border-radius: 0; }
.compared .facts-of-two tr > * { padding-left: 0; }
@media (max-width: 560px) {
  .filter label { flex: 1 1 44%; }
  .filter .wide, .filter label:has([type=datetime-local]) { flex-basis: 100%; }
  .facts-of-two thead td, .facts-of-two th[scope=row] { width: 76px; }
  .facts-of-two th, .facts-of-two td { padding: 6px 8px; font-size: 13.5px; }
}
`;
