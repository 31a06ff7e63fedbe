import { formatBytes } from '../core/format-bytes.ts';
import { type Html, html } from '../core/html.ts';
import { renderInvocation } from './invocation-view.ts';
import type { ViewerPaths } from './paths.ts';
import type { RunDetail } from './view-model.ts';

/** What is around a run: the invocation it began in with its payload, lines of its log, files that others have stored. */
export function renderRunSurroundings(run: RunDetail, paths: ViewerPaths): Html | undefined {
  const { invocation, logLines, rawFiles } = run;
  if (invocation === undefined && logLines.length === 0 && rawFiles.length === 0) return undefined;
  const requestId = invocation?.record.requestId;
  return html`<div class="around">${
    invocation &&
    html`<section><h2>Invocation</h2>${renderInvocation({ invocation, ...(requestId !== undefined && { href: paths.invocation(requestId), againHref: paths.again(requestId) }) })}</section>`
  }${
    logLines.length > 0 &&
    html`<section><h2>Last lines of the log</h2><pre class="lines" tabindex="0">${logLines.join('\n')}</pre></section>`
  }${
    rawFiles.length > 0 &&
    html`<section><h2>Raw files</h2><p class="muted">Exported by Nova Act, and not read for this page.</p><ul>${rawFiles.map(
      ({ uri, sizeBytes }) =>
        html`<li><span class="mono">${uri}</span> <span class="muted">${formatBytes(sizeBytes)}</span></li>`,
    )}</ul></section>`
  }</div>`;
}
