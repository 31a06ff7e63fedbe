import { BUILD_MODES } from '../../../lib/cdk/index.ts';
import { DEPLOYED, imagesOf, kept, QUIET, refused, TAKEN, UNCHANGED } from './outcomes.ts';
import type { Row } from './row.ts';

const WORKFLOW = 'getting-started';
const changed = [{ name: WORKFLOW, code: 2 }] as const;
const FAILURE = 'The runtime did not become ready.';

/** The same deployment with other code, or with the same. */
export const CODE_ROWS: readonly Row[] = [
  {
    name: 'docker: first, with the defaults of the CLI',
    steps: [
      {
        deploy: { build: 'docker' },
        switches: QUIET,
        prebuild: true,
        v010: refused("No ECR repository named 'nova-act-workflows'"),
        now: DEPLOYED,
      },
    ],
  },
  ...BUILD_MODES.flatMap((build): Row[] => [
    {
      name: `${build}: first, where the service makes the log group of a runtime`,
      steps: [
        {
          deploy: { build },
          v010: TAKEN,
          now: { ...DEPLOYED, images: imagesOf(build), retention: kept('getting_started') },
        },
      ],
    },
    {
      name: `${build}: first, where it makes those of all endpoints`,
      steps: [
        {
          deploy: { build },
          switches: { endpointLogGroups: true },
          v010: TAKEN,
          now: { ...DEPLOYED, retention: kept('getting_started') },
        },
      ],
    },
    {
      name: `${build}: again, changed, and back`,
      steps: [
        { deploy: { build }, switches: QUIET, v010: DEPLOYED, now: DEPLOYED },
        { deploy: { build }, v010: UNCHANGED, now: UNCHANGED },
        {
          deploy: { build, workflows: changed },
          v010: { ...DEPLOYED, images: imagesOf(build), versions: { getting_started: '2' } },
          now: { ...DEPLOYED, images: imagesOf(build), versions: { getting_started: '2' } },
        },
        {
          deploy: { build },
          v010: {
            ...DEPLOYED,
            images: build === 'codebuild' ? 1 : 0,
            versions: { getting_started: '3' },
            lostLogs: [],
          },
          now: { ...DEPLOYED, images: 0, versions: { getting_started: '3' }, lostLogs: [] },
        },
      ],
    },
    {
      name: `${build}: a failed update, the way back, and the same again`,
      steps: [
        { deploy: { build }, switches: QUIET, v010: DEPLOYED, now: DEPLOYED },
        {
          deploy: { build, workflows: changed },
          switches: { failing: { 'AWS::BedrockAgentCore::Runtime': FAILURE } },
          v010: { ...refused(FAILURE), versions: { getting_started: '1' }, lostLogs: [] },
          now: { ...refused(FAILURE), versions: { getting_started: '1' }, lostLogs: [] },
        },
        { deploy: { build }, v010: UNCHANGED, now: UNCHANGED },
        {
          deploy: { build, workflows: changed },
          v010: { ...DEPLOYED, images: build === 'codebuild' ? 1 : 0 },
          now: { ...DEPLOYED, images: 0 },
        },
      ],
    },
  ]),
  {
    name: 'codebuild: a build that fails',
    steps: [
      {
        deploy: { build: 'codebuild' },
        switches: { ...QUIET, failingBuilds: 1 },
        v010: refused('The build was told to fail.'),
        now: { result: 'refused' },
      },
      { deploy: { build: 'codebuild' }, v010: { ...DEPLOYED, images: 1 }, now: { ...DEPLOYED, images: 1 } },
    ],
  },
];
