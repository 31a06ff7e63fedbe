export { homePlugin } from './home-plugin.ts';
export { renderRunReport } from './run-report.ts';
export { StoreSource } from './store-source.ts';
