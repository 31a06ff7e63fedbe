import path from 'node:path';
import { Option } from 'commander';

/** The option that names the catalog's file. */
export function catalogOption(): Option {
  return new Option('--catalog <file>', `the catalog of workflows (default: ${DEFAULT_CATALOG})`);
}

/** Where the catalog is unless somebody says otherwise, relative to the project. */
export const DEFAULT_CATALOG = path.join('workflows', 'catalog.ts');
