import { REPORT_STYLE } from '../report/style.ts';

/** What the pages of the viewer look like. */
export const VIEWER_STYLE = `${REPORT_STYLE}
.top { background: var(--card); border-bottom: 1px solid var(--line); }
.top div, .foot { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
.top div { display: flex; align-items: center; gap: 10px; min-height: 52px; flex-wrap: wrap; padding-top: 8px; padding-bottom: 8px; }
.brand { font-weight: 650; color: var(--ink); margin-right: 8px; }
.brand::before { content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 3px; background: var(--mark); margin-right: 8px; }
.top nav { display: flex; gap: 8px; flex-wrap: wrap; color: var(--muted); }
.top nav a + a::before, .top nav a + span::before { content: "/"; color: var(--line); margin-right: 8px; }
#offline { margin-left: auto; color: var(--bad); }
.foot { color: var(--muted); font-size: 13px; padding-bottom: 32px; }
.cards { display: grid; gap: 14px; grid-template-columns: repeat(auto-fill, minmax(330px, 1fr)); margin-top: 16px; }
.cards li { display: flex; }
.acts { display: grid; gap: 10px; }
.card { display: block; flex: 1; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; color: inherit; }
.card:hover { border-color: var(--link); text-decoration: none; }
.card h2 { margin: 0 0 4px; color: var(--link); }
.card footer { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; margin-top: 10px; color: var(--muted); font-size: 13.5px; }
table { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--card); border: 1px solid var(--line); border-radius: 12px; margin-top: 16px; }
th, td { text-align: left; padding: 11px 16px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td a.mono { white-space: nowrap; }
th { font-size: 12.5px; font-weight: 600; color: var(--muted); }
tbody tr:last-child td { border-bottom: 0; }
tbody tr:hover td { background: color-mix(in srgb, var(--link) 5%, transparent); }
.button { display: inline-block; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 6px 12px; font-size: 14px; }
.pager { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 10px; margin-top: 14px; }
button.button { color: var(--link); font: inherit; font-size: 14px; cursor: pointer; }
.button.main { background: var(--link); border-color: var(--link); color: var(--card); font-weight: 600; }
.buttons { display: flex; flex-wrap: wrap; gap: 10px; margin-top: 12px; }
.advice { font-size: 16px; margin: 12px 0; }
.again { margin-top: 16px; }
.again label { display: block; font-weight: 600; margin-bottom: 6px; }
.again textarea { display: block; width: 100%; resize: vertical; padding: 12px 14px; background: var(--card); color: var(--ink); border: 1px solid var(--line); border-radius: 8px; line-height: 1.5; }
.again textarea[aria-invalid] { border-color: var(--bad); }
.again textarea:focus-visible, .button:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media (max-width: 820px) { table { display: block; overflow-x: auto; } }
@media (max-width: 560px) { td { white-space: nowrap; } }
@media print { .top, .button { display: none; } }
`;
