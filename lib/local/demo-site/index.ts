export { type DemoSiteOptions, demoSitePlugin } from './plugin.ts';
