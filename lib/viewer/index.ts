export { VIEWER_PATH, viewerPaths, viewerUrlOf } from './paths.ts';
export { protect } from './protection.ts';
export { readableLine, SHOWN_LOG_LINES } from './readable-line.ts';
export { runReport } from './run-report.ts';
export type { RunSource } from './run-source.ts';
export { type ViewerOptions, viewerPlugin } from './viewer-plugin.ts';
