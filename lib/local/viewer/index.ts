export { homePlugin } from './home-plugin.ts';
export { VIEWER_PATH, viewerPaths } from './paths.ts';
export { renderRunReport } from './run-report.ts';
export { type ViewerOptions, viewerPlugin } from './viewer-plugin.ts';
