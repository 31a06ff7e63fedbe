import { BUILD_MODES, type BuildMode } from '../../../lib/cdk/index.ts';
import { CUSTOM_NAMED, DEPLOYED, IN_USE, QUIET, UNCHANGED } from './outcomes.ts';
import type { Row, Step } from './row.ts';

/** Which workflow stack goes first, on the way out of an export that is in use. */
const WORKFLOW_FIRST = ['getting-started', '--exclusively'];

/** The same workflows, built or encrypted in another way. */
export const SETTINGS_ROWS: readonly Row[] = [
  ...BUILD_MODES.flatMap((from) =>
    BUILD_MODES.filter((to) => to !== from).map(
      (to): Row => ({
        name: `${from} -> ${to}`,
        steps: [
          { deploy: { build: from }, switches: QUIET, v010: DEPLOYED, now: DEPLOYED },
          ...afterChange(from, to),
        ],
      }),
    ),
  ),
  ...BUILD_MODES.flatMap((build): Row[] => [
    {
      name: `${build}: key on`,
      steps: [
        { deploy: { build }, switches: QUIET, v010: DEPLOYED, now: DEPLOYED },
        { deploy: { build, customerKey: true }, v010: CUSTOM_NAMED, now: DEPLOYED },
        { deploy: { build }, v010: UNCHANGED, now: IN_USE },
      ],
    },
    {
      name: `${build}: key off`,
      steps: [
        { deploy: { build, customerKey: true }, switches: QUIET, v010: DEPLOYED, now: DEPLOYED },
        { deploy: { build }, v010: CUSTOM_NAMED, now: IN_USE },
        { deploy: { build }, only: WORKFLOW_FIRST, v010: DEPLOYED, now: DEPLOYED },
        { deploy: { build }, v010: CUSTOM_NAMED, now: DEPLOYED },
      ],
    },
  ]),
];

/** In 0.1.0 the foundation exported the repository only to workflows that CodeBuild builds. */
function afterChange(from: BuildMode, to: BuildMode): Step[] {
  const deploy = { build: to };
  if (from !== 'codebuild') {
    return [
      { deploy, v010: DEPLOYED, now: { ...DEPLOYED, lostLogs: [] } },
      { deploy, v010: UNCHANGED, now: UNCHANGED },
    ];
  }
  return [
    { deploy, v010: IN_USE, now: { ...DEPLOYED, lostLogs: [] } },
    { deploy, only: WORKFLOW_FIRST, v010: DEPLOYED, now: UNCHANGED },
    { deploy, v010: DEPLOYED, now: UNCHANGED },
  ];
}
