import { formatBytes } from '../core/format-bytes.ts';
import { type Html, html } from '../core/html.ts';
import { countOf } from '../report/format.ts';
import { renderInvocation, renderLogLines } from './invocation-view.ts';
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
  }${logLines.length > 0 && html`<section>${renderLogLines(logLines)}</section>`}${rawFiles.length > 0 && renderRawFiles(rawFiles)}</div>`;
}

function renderRawFiles(files: RunDetail['rawFiles']): Html {
  const folder = commonFolder(files.map(({ uri }) => uri));
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return html`<section><h2>Raw files</h2><details><summary>${countOf(files.length, 'file')}, ${formatBytes(sizeBytes)}, exported by Nova Act, and not read for this page</summary>
<p class="muted">Below <span class="mono">${folder}</span></p><ul>${files.map(
    (file) =>
      html`<li><span class="mono">${file.uri.slice(folder.length)}</span> <span class="muted">${formatBytes(file.sizeBytes)}</span></li>`,
  )}</ul></details></section>`;
}

/** What all begin with, up to a slash. */
function commonFolder([first = '', ...others]: readonly string[]): string {
  let folder = first;
  do folder = folder.slice(0, folder.slice(0, -1).lastIndexOf('/') + 1);
  while (!others.every((uri) => uri.startsWith(folder)));
  return folder;
}
