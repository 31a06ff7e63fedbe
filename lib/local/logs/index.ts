export { logsPlugin } from './logs-plugin.ts';
