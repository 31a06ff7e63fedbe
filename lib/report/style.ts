import { FILM_STYLE } from './filmstrip/film-style.ts';
import { TOKENS } from './tokens.ts';

/** What pages of acts look like, as files and in the viewer. */
export const REPORT_STYLE = `${TOKENS}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: var(--text)/1.5 var(--sans); }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: var(--radius-small); }
main { max-width: var(--page-width); margin: 0 auto; padding: var(--space-2) var(--gutter) 48px; }
main:has(> .wide) { max-width: var(--wide-width); }
h1 { font-size: var(--text-title); line-height: 1.25; margin: 24px 0 8px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 28px 0 10px; overflow-wrap: anywhere; }
h2 .badge { margin-left: 10px; }
h3 { font-size: var(--text-small); margin: 0 0 6px; text-transform: uppercase; letter-spacing: .04em; color: var(--muted); }
p { margin: 4px 0; overflow-wrap: anywhere; }
.muted { color: var(--muted); }
.muted a { text-decoration: underline; }
span.bad, .bad h3 { color: var(--bad); }
.bad h3 { text-transform: none; letter-spacing: 0; font-size: var(--text-small); }
.good h3 { color: var(--good); }
.mono, code, pre { font-family: var(--fixed); font-size: var(--text-small); }
ul, ol { list-style: none; margin: 0; padding: 0; }
.badge { display: inline-block; vertical-align: middle; font: 600 var(--text-tiny)/1 var(--sans); padding: 5px 9px; border-radius: 99px; background: var(--code); color: var(--muted); white-space: nowrap; }
.badge.good { background: var(--good-soft); color: var(--good); }
.badge.bad { background: var(--bad-soft); color: var(--bad); }
.badge.late { background: var(--late-soft); color: var(--late); }
.badge.busy { background: var(--busy-soft); color: var(--busy); }
.badge.busy::before { content: ""; display: inline-block; width: 7px; height: 7px; border-radius: 50%; background: currentColor; margin-right: 6px; animation: pulse 1.4s ease-in-out infinite; }
@keyframes pulse { 50% { opacity: .25; } }
@media (prefers-reduced-motion: reduce) { .badge.busy::before { animation: none; } }
.prompt { font-weight: 550; white-space: pre-wrap; }
.duration { white-space: nowrap; font-variant-numeric: tabular-nums; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 32px; margin: 12px 0 16px; }
.facts div { min-width: 0; }
.facts dt { font-size: var(--text-tiny); color: var(--muted); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.empty { background: var(--card); border: 1px dashed var(--line); border-radius: var(--radius); padding: 36px 24px; text-align: center; margin-top: 16px; }
.empty.small { padding: 16px; color: var(--muted); margin: 0; }
blockquote { margin: 8px 0 12px; padding: 12px 18px; background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--mark); border-radius: var(--radius); font-size: var(--text-large); white-space: pre-wrap; overflow-wrap: anywhere; max-height: 420px; overflow-y: auto; }
.schema { display: block; margin-top: 6px; font-weight: 400; font-size: var(--text-tiny); color: var(--muted); max-height: 120px; overflow-y: auto; }
.act + .act { border-top: 1px solid var(--line); margin-top: 36px; padding-top: 16px; }
.outcome { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: 14px 18px; margin: 12px 0; }
.outcome.good { background: var(--good-soft); border-color: transparent; }
.outcome.late { background: var(--late-soft); border-color: transparent; }
.late h3 { color: var(--late); text-transform: none; letter-spacing: 0; font-size: 14px; }
.asks { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-3); background: var(--late-soft); border-radius: var(--radius); padding: var(--space-2) var(--space-4); margin: var(--space-3) 0; overflow-wrap: anywhere; }
.asks strong { color: var(--late); }
.questions ul { display: grid; gap: var(--space-3); }
.questions li { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--line-strong); border-radius: var(--radius); padding: 12px 16px; overflow-wrap: anywhere; }
.questions .open { border-left-color: var(--late); }
.questions h3 { margin: 0 0 6px; }
.questions h3 a { margin-left: 4px; text-decoration: underline; }
.questions pre { white-space: pre-wrap; max-height: 200px; }
.outcome.bad { background: var(--bad-soft); border-color: transparent; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 420px; overflow-y: auto; }
/* Begins at its end. */
.log { display: flex; flex-direction: column-reverse; max-height: 420px; overflow-y: auto; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: var(--space-3) var(--space-4); margin: 12px 0; }
.log pre { flex: none; max-height: none; }
.steps { display: grid; gap: 16px; }
.step { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; scroll-margin-top: 16px; }
.step > header { display: flex; align-items: center; gap: 12px; padding: 10px 16px; border-bottom: 1px solid var(--line); color: var(--muted); font-size: var(--text-small); }
.step .number { flex: none; width: 26px; height: 26px; border-radius: 50%; background: var(--code); color: var(--ink); font-weight: 650; text-align: center; line-height: 26px; }
.step > header .url { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.step .aside { display: flex; gap: 14px; margin-left: auto; white-space: nowrap; }
.columns { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 18px; padding: 16px; }
.frame { display: block; position: relative; line-height: 0; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
.frame :is(img, .picture) { display: block; width: 100%; height: auto; background: var(--well); }
.frame img { min-height: 48px; color: var(--muted); font: var(--text-small)/1.5 var(--sans); text-align: center; overflow-wrap: anywhere; }
.frame .boxes { position: absolute; inset: 0; width: 100%; height: 100%; }
.frame rect { fill: color-mix(in srgb, var(--mark) 16%, transparent); stroke: var(--mark); stroke-width: 3; vector-effect: non-scaling-stroke; }
.frame circle { fill: var(--mark); }
.frame text { fill: var(--on-mark); font: 700 1em var(--sans); }
.program { counter-reset: line; display: grid; gap: 8px; }
.program li { counter-increment: line; display: grid; grid-template-columns: 22px minmax(0, 1fr); }
.program li::before { content: counter(line); color: var(--muted); font-size: var(--text-tiny); line-height: 20px; }
.program .words { overflow-wrap: anywhere; line-height: 20px; font-size: var(--text-small); }
.program code { white-space: pre-wrap; }
.program .routine .call { color: var(--muted); font-weight: 400; }
.program .call { color: var(--link); font-weight: 600; }
.program .string { color: var(--good); }
.program .value { color: var(--late); }
.program .box { color: var(--mark); border: 1px solid currentColor; border-radius: var(--radius-small); padding: 0 4px; font-size: var(--text-tiny); }
.program .thought { font-style: italic; color: var(--muted); white-space: pre-wrap; }
.program .result { grid-column: 2; margin-top: 4px; padding: 6px 10px; background: var(--code); border-radius: var(--radius-small); font-family: var(--fixed); font-size: var(--text-tiny); white-space: pre-wrap; overflow-wrap: anywhere; max-height: 240px; overflow-y: auto; }
.program .result.answer { font-family: var(--sans); font-size: var(--text-small); }
.program .result.bad { background: var(--bad-soft); color: var(--bad); }
@media (max-width: 820px) { .columns { grid-template-columns: minmax(0, 1fr); } }
@media print { .step { break-inside: avoid; } pre, .log, blockquote, .program .result { max-height: none; } }
${FILM_STYLE}`;
