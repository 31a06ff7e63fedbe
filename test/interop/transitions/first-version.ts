import { BUILD_MODES } from '../../../lib/cdk/index.ts';
import { DEPLOYED, kept, QUIET, UNCHANGED } from './outcomes.ts';
import type { Row } from './row.ts';

const workflows = [{ name: 'getting-started' }, { name: 'form-filling', code: 2 }] as const;
const BOTH = kept('getting_started', 'form_filling');

/** From what 0.1.0 deployed, where the service had made no log groups yet, to today's stacks. */
export const FIRST_VERSION_ROWS: readonly Row[] = BUILD_MODES.map((build) => ({
  name: `${build}: 0.1.0 -> now`,
  steps: [
    {
      deploy: { version: '0.1.0', build },
      switches: QUIET,
      expected: { ...DEPLOYED, retention: BOTH },
    },
    {
      deploy: { build, workflows },
      switches: { runtimeLogGroups: true },
      expected: {
        ...DEPLOYED,
        lostLogs: [],
        retention: BOTH,
        versions: { getting_started: '2', form_filling: '2' },
      },
    },
    { deploy: { build, workflows }, expected: UNCHANGED },
  ],
}));
