import { BUILD_MODES } from '../../../lib/cdk/index.ts';
import { DEPLOYED, imagesOf, kept, refused, UNCHANGED } from './outcomes.ts';
import type { Row } from './row.ts';

const WORKFLOW = 'getting-started';
const changed = [{ name: WORKFLOW, code: 2 }] as const;
const FAILURE = 'The runtime did not become ready.';

/** The same deployment with other code, or with the same. */
export const CODE_ROWS: readonly Row[] = [
  ...BUILD_MODES.flatMap((build): Row[] => [
    {
      name: `${build}: first, where the service makes the log group of a runtime`,
      steps: [
        {
          deploy: { build },
          expected: { ...DEPLOYED, images: imagesOf(build), retention: kept('getting_started') },
        },
      ],
    },
    {
      name: `${build}: first, where it makes those of all endpoints`,
      steps: [
        {
          deploy: { build },
          switches: { endpointLogGroups: true },
          expected: { ...DEPLOYED, retention: kept('getting_started') },
        },
      ],
    },
    {
      name: `${build}: again, changed, and back`,
      steps: [
        { deploy: { build }, expected: DEPLOYED },
        { deploy: { build }, expected: UNCHANGED },
        {
          deploy: { build, workflows: changed },
          expected: { ...DEPLOYED, images: imagesOf(build), versions: { getting_started: '2' } },
        },
        {
          deploy: { build },
          expected: { ...DEPLOYED, images: 0, versions: { getting_started: '3' }, lostLogs: [] },
        },
      ],
    },
    {
      name: `${build}: a failed update, the way back, and the same again`,
      steps: [
        { deploy: { build }, expected: DEPLOYED },
        {
          deploy: { build, workflows: changed },
          switches: { failing: { 'AWS::BedrockAgentCore::Runtime': FAILURE } },
          expected: { ...refused(FAILURE), versions: { getting_started: '1' }, lostLogs: [] },
        },
        { deploy: { build }, expected: UNCHANGED },
        {
          deploy: { build, workflows: changed },
          expected: { ...DEPLOYED, images: 0 },
        },
      ],
    },
  ]),
  {
    name: 'codebuild: a build that fails',
    steps: [
      {
        deploy: { build: 'codebuild' },
        switches: { failingBuilds: 1 },
        expected: { result: 'refused' },
      },
      { deploy: { build: 'codebuild' }, expected: { ...DEPLOYED, images: 1 } },
    ],
  },
];
