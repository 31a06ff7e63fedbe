import { BUILD_MODES } from '../../../lib/cdk/index.ts';
import { DEPLOYED, IN_USE, UNCHANGED } from './outcomes.ts';
import type { Row } from './row.ts';

/** Which workflow stack goes first, on the way out of an export that is in use. */
const WORKFLOW_FIRST = ['getting-started', '--exclusively'];

/** The same workflows, built or encrypted in another way. */
export const SETTINGS_ROWS: readonly Row[] = [
  ...BUILD_MODES.flatMap((from) =>
    BUILD_MODES.filter((to) => to !== from).map(
      (to): Row => ({
        name: `${from} -> ${to}`,
        steps: [
          { deploy: { build: from }, expected: DEPLOYED },
          { deploy: { build: to }, expected: { ...DEPLOYED, lostLogs: [] } },
          { deploy: { build: to }, expected: UNCHANGED },
        ],
      }),
    ),
  ),
  {
    name: 'lost runs on and off',
    steps: [
      { deploy: { build: 'zip' }, expected: DEPLOYED },
      { deploy: { build: 'zip', lostRuns: true }, expected: { ...DEPLOYED, lostLogs: [] } },
      { deploy: { build: 'zip', lostRuns: true }, expected: UNCHANGED },
      { deploy: { build: 'zip' }, expected: DEPLOYED },
    ],
  },
  ...BUILD_MODES.flatMap((build): Row[] => [
    {
      name: `${build}: key on`,
      steps: [
        { deploy: { build }, expected: DEPLOYED },
        { deploy: { build, customerKey: true }, expected: DEPLOYED },
        { deploy: { build }, expected: IN_USE },
      ],
    },
    {
      name: `${build}: key off`,
      steps: [
        { deploy: { build, customerKey: true }, expected: DEPLOYED },
        { deploy: { build }, expected: IN_USE },
        { deploy: { build }, only: WORKFLOW_FIRST, expected: DEPLOYED },
        { deploy: { build }, expected: DEPLOYED },
      ],
    },
  ]),
];
