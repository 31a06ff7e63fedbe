import { TOKENS } from '../../report/tokens.ts';
import { LIVE_STYLE } from './live-style.ts';

/** What the page of the desk looks like: telephones first. */
export const PAGE_STYLE = `${TOKENS}
:root { --touch: 52px; --good-fill: #14693a; }
@media (prefers-color-scheme: dark) { :root { --good-fill: #1d7a48; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; min-height: 100dvh; display: flex; flex-direction: column; background: var(--page); color: var(--ink); font: 16px/1.5 var(--sans); -webkit-text-size-adjust: 100%; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: var(--radius-small); }
.unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; margin: 0; }
.no-script { margin: var(--space-5); }
.muted { color: var(--muted); }
.top { display: flex; align-items: center; gap: var(--space-3); min-height: 50px; padding: var(--space-2) max(var(--gutter), env(safe-area-inset-left)); background: var(--card); border-bottom: 1px solid var(--line); }
.brand { font-weight: 650; }
.brand::before { content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 3px; background: var(--mark); margin-right: var(--space-2); }
.crumbs { color: var(--muted); font-size: var(--text-small); padding-left: var(--space-3); border-left: 1px solid var(--line); }
#content { flex: 1; width: 100%; max-width: 760px; margin: 0 auto; padding: var(--space-4) max(var(--gutter), env(safe-area-inset-left)) 0; outline: none; }
.foot { width: 100%; max-width: 760px; margin: 0 auto; padding: var(--space-5) var(--gutter) max(var(--space-4), env(safe-area-inset-bottom)); color: var(--muted); font-size: var(--text-small); }
h1 { font-size: var(--text-title); line-height: 1.25; margin: var(--space-3) 0; overflow-wrap: anywhere; text-wrap: balance; }
h2 { font-size: var(--text-large); line-height: 1.35; margin: 0; overflow-wrap: anywhere; }
p { margin: var(--space-1) 0; overflow-wrap: anywhere; }
.head { display: flex; align-items: center; justify-content: space-between; gap: var(--space-3); }
.badge { font: 600 var(--text-small)/1 var(--sans); padding: 7px 11px; border-radius: 99px; background: var(--busy-soft); color: var(--busy); }
.left { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.left.short { color: var(--bad); }
.notice { margin: var(--space-3) 0; padding: var(--space-3) var(--space-4); background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--line-strong); border-radius: var(--radius); white-space: pre-line; }
.notice h1 { margin: 0 0 var(--space-1); }
.notice.good { background: var(--good-soft); border-color: var(--good-line); } .notice.good :is(h1, h2) { color: var(--good); }
.notice.bad { background: var(--bad-soft); border-color: var(--bad); } .notice.bad :is(h1, h2) { color: var(--bad); }
.notice.late { background: var(--late-soft); border-color: var(--late); } .notice.late :is(h1, h2) { color: var(--late); }
.notice.busy { background: var(--busy-soft); border-color: var(--busy); } .notice.busy :is(h1, h2) { color: var(--busy); }
.notice.good :is(h1, h2)::before { content: "✓ "; content: "✓ " / ""; }
.notice.busy :is(h1, h2)::before { content: ""; display: inline-block; width: 9px; height: 9px; border-radius: 50%; background: currentColor; margin-right: 9px; animation: pulse 1.4s ease-in-out infinite; }
@keyframes pulse { 50% { opacity: .25; } }
.message { margin: var(--space-3) 0; padding: var(--space-3) var(--space-4); max-height: 45dvh; overflow-y: auto; background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--mark); border-radius: var(--radius); font-size: 18px; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; }
.picture { margin: var(--space-3) 0; }
.picture button { display: block; position: relative; width: 100%; padding: 0; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; background: var(--well); cursor: zoom-in; line-height: 0; }
.picture img { width: 100%; height: auto; max-height: 50dvh; object-fit: contain; object-position: top; }
.picture .hint { position: absolute; right: var(--space-2); bottom: var(--space-2); padding: 6px 10px; border-radius: 99px; background: rgb(16 20 26 / 82%); color: #fff; font: 600 var(--text-tiny)/1 var(--sans); }
.facts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--space-2) var(--space-5); margin: var(--space-3) 0; font-size: var(--text); }
.facts div { min-width: 0; }
.facts dt { color: var(--muted); font-size: var(--text-small); }
.facts dd { margin: 0; overflow-wrap: anywhere; max-height: 6.2em; overflow-y: auto; }
.facts .whole { grid-column: 1 / -1; }
.mono dd { font-family: var(--fixed); font-size: var(--text-small); }
.fields { display: grid; gap: var(--space-3); margin: var(--space-4) 0; }
.field { display: grid; gap: var(--space-1); font-weight: 600; }
.field .muted { font-weight: 400; }
input[type="text"], input[type="password"], textarea, select { width: 100%; min-height: 46px; padding: 10px 12px; background: var(--card); color: var(--ink); border: 1px solid var(--line-strong); border-radius: 8px; font: 16px/1.4 var(--sans); }
textarea { resize: vertical; }
.button { min-height: var(--touch); padding: 10px 18px; border: 1px solid var(--line-strong); border-radius: 12px; background: var(--card); color: var(--link); font: 650 17px/1.2 var(--sans); cursor: pointer; touch-action: manipulation; }
.button.main { background: var(--busy-soft); border-color: var(--busy); color: var(--busy); }
.button.good { background: var(--good-fill); border-color: var(--good-fill); color: #fff; }
.button.bad { color: var(--bad); border-color: var(--bad); }
.button:disabled { cursor: default; background: var(--code); border-color: var(--line); color: var(--muted); }
.button.is-sending { animation: pulse 1.4s ease-in-out infinite; }
.actions { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-3); }
.actions.sticky { position: sticky; bottom: 0; margin: 0 calc(-1 * var(--gutter)); padding: var(--space-3) var(--gutter) max(var(--space-3), env(safe-area-inset-bottom)); background: var(--page); border-top: 1px solid var(--line); }
dialog { border: 0; color: var(--ink); background: var(--card); }
dialog::backdrop { background: rgb(10 14 22 / 60%); }
.confirm { width: min(440px, calc(100vw - 28px)); padding: var(--space-5); border-radius: 16px; box-shadow: var(--lifted); }
.confirm .button { padding: 10px 8px; }
.confirm .actions, .confirm .field { margin-top: var(--space-4); }
.confirm h2 { font-size: var(--text-title); margin-bottom: var(--space-2); }
.enlarged { width: 100vw; height: 100dvh; max-width: none; max-height: none; padding: 0; background: #0b0d11; }
.enlarged[open] { display: flex; flex-direction: column; }
.enlarged .button { margin: var(--space-2); align-self: flex-end; min-height: 44px; }
.enlarged .well { flex: 1; overflow: auto; min-height: 0; }
.enlarged img { display: block; max-width: none; cursor: zoom-out; }
.enlarged.whole img { max-width: 100%; height: auto; cursor: zoom-in; }
@media (min-width: 700px) {
  #content { padding-top: var(--space-5); }
  .actions.sticky { grid-template-columns: 1fr 1fr; margin: 0; padding-left: 0; padding-right: 0; }
}
@media (prefers-reduced-motion: reduce) { *, ::before { animation: none !important; } }
${LIVE_STYLE}`;
