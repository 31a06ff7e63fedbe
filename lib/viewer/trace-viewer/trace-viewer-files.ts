import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ExplainedError } from '../../core/errors.ts';

/**
 * The files of Playwright's trace viewer, by their paths below its folder. They are served as they are from the installed package, which has
 * its licence (Apache-2.0) and notices; its `exports` do not name them.
 *
 * @returns absolute paths by relative ones with `/`
 * @throws TraceViewerMissingError
 */
export function traceViewerFiles(): ReadonlyMap<string, string> {
  const dir = traceViewerDir();
  const names = readNames(dir);
  if (!names.includes(VIEWER_FILE.page) || !names.includes(VIEWER_FILE.worker))
    throw new TraceViewerMissingError(dir);
  return new Map(names.map((name) => [name.split(path.sep).join('/'), path.join(dir, name)]));
}

/** Files of the viewer that are known by name. */
export const VIEWER_FILE = {
  page: 'index.html',
  /** A page that holds a snapshot alone. */
  snapshotPage: 'snapshot.html',
  worker: 'sw.bundle.js',
} as const;

/** Another version of Playwright than the one that this package asks for, or one of which files were left out. */
export class TraceViewerMissingError extends ExplainedError {
  override readonly name = 'TraceViewerMissingError';

  constructor(dir: string) {
    super({
      what: `Playwright's trace viewer is not in ${dir}.`,
      fix: 'Install the packages of this project again (npm install). Until then, download the trace and open it with "npx playwright show-trace".',
    });
  }
}

function traceViewerDir(): string {
  const requireBeside = createRequire(path.join(import.meta.dirname, 'here.js'));
  const manifest = requireBeside.resolve('playwright-core/package.json');
  return path.join(path.dirname(manifest), 'lib', 'vite', 'traceViewer');
}

/** Relative paths of all files below a folder; none when it is not there. */
function readNames(dir: string): readonly string[] {
  try {
    return readdirSync(dir, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}
