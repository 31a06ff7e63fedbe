import { REPORT_STYLE } from '../report/style.ts';
import { LIST_STYLE } from './list-style.ts';

/** What the pages of the viewer look like. */
export const VIEWER_STYLE = `${REPORT_STYLE}
.top { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-4); min-height: 50px; padding: var(--space-2) var(--gutter); background: var(--card); border-bottom: 1px solid var(--line); }
.skip { position: absolute; left: var(--gutter); top: var(--space-1); z-index: 9; padding: var(--space-2) var(--space-3); background: var(--card); border: 1px solid var(--line); border-radius: var(--radius-small); }
.skip:not(:focus) { clip-path: inset(50%); pointer-events: none; }
.brand { font-weight: 650; color: var(--ink); }
.brand::before { content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 3px; background: var(--mark); margin-right: var(--space-2); }
.top nav { display: flex; gap: var(--space-1) var(--space-4); flex-wrap: wrap; min-width: 0; }
.crumbs { color: var(--muted); font-size: var(--text-small); padding-left: var(--space-4); border-left: 1px solid var(--line); overflow-wrap: anywhere; }
.top .crumbs { gap: 0 var(--space-2); }
.crumbs a + *::before { content: "/"; color: var(--line-strong); margin-right: var(--space-2); }
#offline { margin-left: auto; color: var(--bad); }
#content { outline: none; }
.foot { max-width: var(--page-width); margin: 0 auto; padding: 0 var(--gutter) var(--space-6); color: var(--muted); font-size: var(--text-small); }
main:has(> .wide) + .foot { max-width: var(--wide-width); }
.page-head { display: flex; flex-wrap: wrap; align-items: flex-end; justify-content: space-between; gap: var(--space-2) var(--space-4); margin-top: var(--space-4); }
.page-head h1 { margin: 0; }
.page-head p { margin: 0; }
.wide > .outcome pre { max-height: 136px; font-size: var(--text); }
.wide > .outcome.bad pre { font-family: var(--sans); }
.places { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); margin-top: var(--space-2); }
.outcome p a, .said a { text-decoration: underline; }
.walking .thumb { pointer-events: none; }
.beside { display: flex; gap: var(--space-2); flex-wrap: wrap; }
.notes { background: var(--late-soft); color: var(--late); border-radius: var(--radius); padding: var(--space-2) var(--space-4); margin: var(--space-3) 0; font-size: var(--text-small); }
.around { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 0 var(--space-5); margin-top: var(--space-5); align-items: start; }
.around summary { cursor: pointer; }
.around .mono { overflow-wrap: anywhere; }
.cards { display: grid; gap: 14px; grid-template-columns: repeat(auto-fill, minmax(330px, 1fr)); margin-top: 16px; }
.cards li { display: flex; }
.acts { display: grid; gap: 10px; }
.card { display: block; flex: 1; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: 16px 18px; color: inherit; }
.card:hover { border-color: var(--link); text-decoration: none; }
.card .unread { overflow-wrap: anywhere; font-size: var(--text-small); }
.card h2 { margin: 0 0 4px; color: var(--link); }
.card footer { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; margin-top: 10px; color: var(--muted); font-size: var(--text-small); }
table { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); margin-top: 16px; }
th, td { text-align: left; padding: 11px 16px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td a.mono { white-space: nowrap; }
th { font-size: var(--text-tiny); font-weight: 600; color: var(--muted); }
tbody tr:last-child td { border-bottom: 0; }
tbody tr:hover td { background: color-mix(in srgb, var(--link) 5%, transparent); }
.button { display: inline-block; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: 6px 12px; font-size: var(--text-small); }
.empty .ways { display: flex; flex-wrap: wrap; justify-content: center; gap: var(--space-2); margin-top: var(--space-4); }
.pager { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 10px; margin-top: 14px; }
button.button { color: var(--link); font: inherit; font-size: var(--text-small); cursor: pointer; }
.button.main { background: var(--link); border-color: var(--link); color: var(--card); font-weight: 600; }
.buttons { display: flex; flex-wrap: wrap; gap: 10px; margin-top: 12px; }
.ways-to-runs { display: grid; gap: var(--space-2); margin-top: 12px; }
.ways-to-runs li { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-3); }
.ways-to-runs .mono { overflow-wrap: anywhere; }
.advice { font-size: 16px; margin: 12px 0; }
.again { margin-top: 16px; }
.again label { display: block; font-weight: 600; margin-bottom: 6px; }
.again textarea { display: block; width: 100%; resize: vertical; padding: 12px 14px; background: var(--card); color: var(--ink); border: 1px solid var(--line); border-radius: 8px; line-height: 1.5; }
.again textarea[aria-invalid] { border-color: var(--bad); }
.again textarea:focus-visible, .button:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media (max-width: 560px) {
  .crumbs { padding: 0; border: 0; }
  .wide > .outcome pre { max-height: 30vh; font-size: var(--text-small); }
}
${LIST_STYLE}
@media print { .top, .button { display: none; } }
`;
