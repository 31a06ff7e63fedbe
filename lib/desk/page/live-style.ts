/** What the page looks like while a person has the browser of a workflow: all of the screen is for the live page. */
export const LIVE_STYLE = `
.live { position: fixed; inset: 0; z-index: 5; height: 100dvh; display: flex; flex-direction: column; background: var(--page); padding-bottom: env(safe-area-inset-bottom); }
.asked { padding: 0 max(12px, env(safe-area-inset-left)); background: var(--card); border-bottom: 1px solid var(--line); }
.asked summary { padding: 9px 0; font-weight: 600; cursor: pointer; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.asked[open] summary { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 40dvh; overflow-y: auto; }
.bar { display: flex; align-items: center; gap: 6px; padding: 6px max(8px, env(safe-area-inset-left)); background: var(--card); border-bottom: 1px solid var(--line); }
.bar.keys { border-bottom: 0; border-top: 1px solid var(--line); }
.bar select { flex: 1; min-width: 0; min-height: 44px; padding: 6px 8px; font-size: var(--text); text-overflow: ellipsis; }
.bar select:disabled { opacity: 1; background: var(--page); color: var(--ink); border-color: var(--line); }
.bar input[type="text"], .bar input[type="password"] { flex: 1; min-width: 0; min-height: 44px; }
.icon { flex: none; width: 44px; height: 44px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); color: var(--ink); font: 600 19px/1 var(--sans); cursor: pointer; touch-action: manipulation; }
.bar .left { flex: none; font-size: var(--text-small); }
.hide { flex: none; display: flex; align-items: center; gap: 5px; min-height: 44px; font-size: var(--text-small); }
.hide input { width: 20px; height: 20px; margin: 0; }
.bar.browser { position: relative; z-index: 1; }
.zoom { position: absolute; right: 8px; top: calc(100% + 8px); display: flex; gap: 6px; }
.zoom .icon { box-shadow: var(--shadow); border-color: var(--line-strong); }
.way-out { display: none; font-size: var(--text-small); order: 9; margin-left: auto; }
.middle { position: relative; flex: 1; min-height: 0; background: var(--well); }
.stage { position: absolute; inset: 0; overflow: hidden; touch-action: none; user-select: none; -webkit-user-select: none; -webkit-touch-callout: none; cursor: default; }
.stage canvas { position: absolute; left: 0; top: 0; box-shadow: 0 0 0 1px var(--line-strong); }
.is-lost .stage { opacity: .45; }
.tap { position: absolute; left: -14px; top: -14px; width: 28px; height: 28px; border-radius: 50%; border: 3px solid var(--mark); pointer-events: none; animation: tapped .45s ease-out forwards; }
@keyframes tapped { to { opacity: 0; scale: 1.5; } }
.live-status { position: absolute; left: 8px; right: 8px; bottom: 8px; margin: 0; padding: 10px 14px; border-radius: var(--radius); border: 1px solid var(--line-strong); background: var(--card); font-weight: 600; }
.live-status:empty { display: none; }
.live-status.late { background: var(--late-soft); color: var(--late); border-color: var(--late); }
.live-status.busy { background: var(--busy-soft); color: var(--busy); border-color: var(--busy); }
.live .actions { padding: 8px max(8px, env(safe-area-inset-left)); background: var(--card); border-top: 1px solid var(--line); gap: 8px; }
.live .actions .button { min-height: 48px; padding: 8px; }
.live:has(.keys input:focus) .stage { box-shadow: inset 0 0 0 3px var(--link); }
@media (min-width: 900px) {
  .zoom { position: static; }
  .bar.keys:has(input:focus) .way-out { display: block; }
  .live .actions { display: flex; justify-content: flex-end; }
  .live .actions .button { min-width: 190px; }
  .bar.keys input[type="text"], .bar.keys input[type="password"] { flex: 0 1 420px; }
}
`;
