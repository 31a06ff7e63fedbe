/** What the time axis, the filmstrip and the panel look like. */
export const FILM_STYLE = `
.axis { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); padding: var(--space-3) var(--space-4); margin: var(--space-4) 0; }
.lane { display: grid; grid-template-columns: 132px minmax(0, 1fr); gap: 0 var(--space-3); align-items: center; }
.lane + .lane { margin-top: var(--space-1); }
.lane-name { font-size: var(--text-small); font-weight: 600; line-height: 1.3; }
.lane-name small { display: block; font-size: var(--text-tiny); font-weight: 400; }
.lane-name .mono { font-size: inherit; margin-right: var(--space-1); }
.lane > svg { display: block; overflow: visible; }
.lane text { fill: var(--muted); font: var(--text-tiny) var(--sans); font-variant-numeric: tabular-nums; }
.grid { stroke: var(--line); }
.failure { stroke: var(--bad-fill); stroke-width: 2; }
.run { fill: var(--line-strong); }
.run.good { fill: var(--good-line); } .run.bad { fill: var(--bad-fill); } .run.late { fill: var(--late); } .run.busy { fill: var(--busy); }
.lane text.late-tick { text-anchor: end; }
.lane foreignObject { overflow: visible; }
.failed-at { display: flex; justify-content: flex-end; }
.failed-at span { flex: none; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; background: var(--bad-fill); color: var(--on-fill); font-size: var(--text-tiny); line-height: 20px; padding: 0 var(--space-2); border-radius: var(--radius-small); }
.gap rect { fill: transparent; }
.gap line { stroke: var(--line-strong); stroke-width: 2; stroke-dasharray: 2 4; }
.gap:hover line { stroke: var(--ink); }
.block { container-type: inline-size; display: flex; flex-direction: column; justify-content: space-between; box-sizing: border-box; height: 42px; overflow: hidden; border: 1px solid var(--line-strong); border-radius: var(--radius-small); background: var(--code); color: var(--ink); font-size: var(--text-tiny); }
.block:hover { text-decoration: none; border-color: var(--ink); position: relative; }
.block.good { background: var(--good-soft); border-color: var(--good-line); }
.block.bad { background: var(--bad-fill); border-color: var(--bad-fill); color: var(--on-fill); }
.block.late { background: var(--late-soft); border-color: var(--late); }
.block.busy { background: var(--busy-soft); border-color: var(--busy); }
.block.open { border-right-style: dashed; }
.block[aria-current] { outline: 2px solid var(--link); outline-offset: 1px; }
.block-words { display: none; padding: 6px 7px 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; line-height: 20px; }
@container (min-width: 18px) { .block-words { display: block; } }
@container (max-width: 44px) { .block-words { font-size: 0; padding: 6px 0 0; text-align: center; text-overflow: clip; } .block-words b { font-size: var(--text-tiny); } }
.parts { display: block; flex: none; margin-top: auto; }
rect.service, .swatch.service { fill: var(--service); background: var(--service); }
rect.browser, .swatch.browser { fill: var(--browser); background: var(--browser); }
rect.people, .swatch.people { fill: var(--people); background: var(--people); }
.legend { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); margin-top: var(--space-3); font-size: var(--text-tiny); color: var(--muted); }
.swatch { display: inline-block; width: 14px; height: 6px; border-radius: 2px; margin-right: 6px; vertical-align: middle; }
.swatch.gap { height: 0; border-top: 2px dotted var(--line-strong); border-radius: 0; }

.reel { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4) var(--space-5); align-items: start; }
.session + .session { margin-top: var(--space-5); }
.session > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--space-3); margin: var(--space-4) 0 var(--space-2); }
.session > header h2 { margin: 0; }
.scenes { display: flex; flex-wrap: wrap; gap: var(--space-3); }
.scenes::after { content: ""; flex: 1000 1 0; }
.scene { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--line-strong); border-radius: var(--radius); box-shadow: var(--shadow); padding: var(--space-3) var(--space-4) var(--space-2); flex: 1 1 auto; min-width: min(100%, 248px); max-width: 100%; scroll-margin-top: var(--space-4); }
/* Pictures decide how wide it is, not texts. */
.scene > header, .scene-meta, .scene-end { width: 0; min-width: 100%; }
.scene.good { border-left-color: var(--good-line); } .scene.bad { border-color: var(--bad-fill); } .scene.late { border-left-color: var(--late); } .scene.busy { border-left-color: var(--busy); }
.scene-name { display: flex; gap: var(--space-2); min-width: 0; color: var(--ink); font-weight: 550; }
.scene-name b { flex: none; min-width: 24px; height: 22px; line-height: 22px; padding: 0 5px; text-align: center; font-size: var(--text-tiny); border-radius: var(--radius-small); background: var(--code); font-variant-numeric: tabular-nums; }
.scene.bad .scene-name b { background: var(--bad-fill); color: var(--on-fill); }
.scene-name span { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; overflow-wrap: anywhere; }
.scene-name[aria-current] span { color: var(--link); }
.scene-meta { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-2); white-space: nowrap; margin: 2px 0 0; padding-left: 32px; font-size: var(--text-tiny); color: var(--muted); }
.scene-meta .badge.good { padding: 0; background: none; }
.scene-meta .badge.good::before { content: "✓ "; }
.step-facts .aside { display: flex; align-items: center; gap: var(--space-3); margin-left: auto; white-space: nowrap; color: var(--muted); font-size: var(--text-small); }
.scene-end { margin: 2px 0 0; padding-left: 32px; font-size: var(--text-tiny); color: var(--muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.thumbs { display: flex; gap: var(--space-3); margin: var(--space-2) calc(-1 * var(--space-4)) calc(-1 * var(--space-1)); padding: var(--space-1) var(--space-4) var(--space-2); overflow-x: auto; scroll-padding: 0 var(--space-4); scrollbar-width: thin; }
.thumbs li { flex: none; }
.thumb { display: block; width: 208px; color: var(--muted); font-size: var(--text-tiny); border-radius: var(--radius-small); }
.thumb:hover { text-decoration: none; color: var(--ink); }
.well { display: block; height: 106px; border-radius: var(--radius-small); background: var(--well); outline: 1px solid var(--line); }
.thumb .frame { display: flex; align-items: center; justify-content: center; width: fit-content; min-width: 40px; max-width: 208px; height: 106px; margin: 0 auto; border: 0; border-radius: var(--radius-small); }
.thumb .frame :is(img, .picture) { width: auto; height: 106px; max-width: 208px; object-fit: contain; object-position: top; }
.thumb .frame circle, .thumb .frame text { display: none; }
.no-picture { line-height: 1.4; }
.caption { display: block; margin-top: 3px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.caption b { color: var(--ink); font-variant-numeric: tabular-nums; margin-right: 2px; }
.thumb.bad .well { outline: 2px solid var(--bad-fill); } .thumb.bad .caption, .thumb.bad .caption b { color: var(--bad); }
.thumb[aria-current] .well { outline: 3px solid var(--link); } .thumb[aria-current] .caption { color: var(--ink); }
.thumb:hover .frame:has(img, .picture), .thumb:focus-visible:not([aria-current]) .frame:has(img, .picture) { position: fixed; z-index: 5; right: var(--space-5); bottom: var(--space-5); max-width: none; height: auto; background: var(--card); box-shadow: var(--lifted); outline: 1px solid var(--line-strong); pointer-events: none; }
.thumb:hover .frame :is(img, .picture), .thumb:focus-visible:not([aria-current]) .frame :is(img, .picture) { width: auto; height: auto; max-width: min(680px, 92vw); max-height: min(460px, 70vh); }
.thumb:hover .frame circle, .thumb:hover .frame text, .thumb:focus-visible:not([aria-current]) .frame circle, .thumb:focus-visible:not([aria-current]) .frame text { display: initial; }
@supports (anchor-name: --thumb) {
  .thumb:hover, .thumb:focus-visible:not([aria-current]) { anchor-name: --thumb; }
  .thumb:hover .frame:has(img, .picture), .thumb:focus-visible:not([aria-current]) .frame:has(img, .picture) { position-anchor: --thumb; position-area: top; position-try-fallbacks: flip-block, top span-left, top span-right, bottom span-left, bottom span-right; right: auto; bottom: auto; margin: var(--space-2); }
}

.panel { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); overflow: auto; scrollbar-width: thin; }
.panel > header { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: var(--space-2); padding: var(--space-2) var(--space-4); background: var(--card); border-bottom: 1px solid var(--line); }
.panel h2 { margin: 0; font-size: var(--text); }
.panel h3 { font-size: var(--text-tiny); }
.panel-body { padding: var(--space-3) var(--space-4) var(--space-4); }
.panel section { margin-top: var(--space-3); }
.panel blockquote { font-size: var(--text); padding: var(--space-2) var(--space-3); margin: 0; max-height: 180px; background: none; }
.panel pre { max-height: 240px; }
.panel .facts { font-size: var(--text-small); margin: var(--space-3) 0 0; gap: var(--space-2) var(--space-5); }
.step-facts { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); font-size: var(--text-small); color: var(--muted); }
.walks { display: flex; gap: var(--space-1); margin-left: auto; }
.walk, .close { display: inline-block; min-width: 28px; height: 28px; line-height: 26px; text-align: center; font-size: 17px; border: 1px solid var(--line); border-radius: var(--radius-small); color: var(--ink); }
span.walk { color: var(--line-strong); }
a.walk:hover, .close:hover { border-color: var(--ink); text-decoration: none; }
.close { font-size: 13px; }
.captions { display: grid; gap: 2px; font-size: var(--text-small); }
.captions b { display: inline-block; min-width: 22px; color: var(--muted); font-variant-numeric: tabular-nums; }
.scene-end .mono { font-size: inherit; }
.said { margin: var(--space-3) 0; }
.links { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); margin-top: var(--space-3); }
@media (min-width: 1000px) {
  .reel:has(.panel) { grid-template-columns: minmax(0, 1fr) clamp(380px, 34vw, 860px); }
  .reel .panel { position: sticky; top: var(--space-4); max-height: calc(100vh - 2 * var(--space-4)); margin-top: var(--space-4); }
}
@media (max-width: 999px) {
  .reel .panel { order: -1; }
  .reel .panel:not(.asked, .urgent) { display: none; }
  .reel .panel.asked { position: fixed; inset: auto 0 0; z-index: 4; max-height: 66vh; border-radius: var(--radius) var(--radius) 0 0; box-shadow: var(--lifted); }
  main:has(.panel.asked) { padding-bottom: 68vh; }
  /* What is scrolled to is above the sheet. */
  :root:has(.panel.asked) { scroll-padding-bottom: 67vh; }
  .lane { grid-template-columns: minmax(0, 1fr); }
  .lane-name small { display: inline; margin-left: var(--space-2); }
}
@media (max-width: 560px) {
  .axis, .scene { padding: var(--space-3); }
}
@media (min-width: 2200px) { .thumb { width: 240px; } .well, .thumb .frame, .thumb .frame :is(img, .picture) { height: 122px; } .thumb .frame, .thumb .frame :is(img, .picture) { max-width: 240px; } }
@media (hover: none) { .thumb:hover .frame:has(img, .picture) { position: static; } }
@media print { .scene { break-inside: avoid; } .thumbs { flex-wrap: wrap; } }
`;
