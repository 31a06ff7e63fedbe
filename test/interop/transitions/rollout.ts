import { DEPLOYED, refused, UNCHANGED } from './outcomes.ts';
import type { Row } from './row.ts';

const WORKFLOW = 'getting-started';
const changed = [{ name: WORKFLOW, code: 2 }] as const;
const rollout = { payload: { order: 7 } };
const NOT_SEEN_TO_WORK = refused('was not seen to work. The workflow failed: ActAgentFailed');
const live = (version: string) => ({ live: { getting_started: version } });
const newest = (version: string) => ({ versions: { getting_started: version } });

/** New versions that are called before callers get them. */
export const ROLLOUT_ROWS: readonly Row[] = [
  ...(['zip', 'codebuild'] as const).map(
    (build): Row => ({
      name: `${build}: a version that does not work, and one that does`,
      steps: [
        { deploy: { build, rollout }, expected: { ...DEPLOYED, ...live('1'), calls: 1 } },
        {
          deploy: { build, rollout, workflows: changed },
          // Until it is turned off: the rollback calls nobody, or it would fail as well.
          switches: { failingCalls: true },
          expected: { ...NOT_SEEN_TO_WORK, ...live('1'), calls: 1, lostLogs: [] },
        },
        { deploy: { build, rollout }, expected: { ...UNCHANGED, ...live('1'), calls: 0 } },
        {
          deploy: { build, rollout, workflows: changed },
          switches: { failingCalls: false },
          // The rollback has made version 3, of the old code.
          expected: { ...DEPLOYED, ...newest('4'), ...live('4'), calls: 1 },
        },
      ],
    }),
  ),
  {
    name: 'a first deployment whose workflow does not work, and the same when it does',
    steps: [
      {
        deploy: { build: 'zip', rollout },
        switches: { failingCalls: true },
        expected: { ...NOT_SEEN_TO_WORK, versions: {}, calls: 1 },
      },
      {
        deploy: { build: 'zip', rollout },
        switches: { failingCalls: false },
        expected: { ...DEPLOYED, ...live('1'), calls: 1 },
      },
    ],
  },
  {
    name: 'something else fails after the call, and the same again',
    steps: [
      { deploy: { build: 'zip', rollout }, expected: DEPLOYED },
      {
        deploy: { build: 'zip', rollout, workflows: changed },
        switches: { failing: { 'AWS::BedrockAgentCore::RuntimeEndpoint': 'The endpoint is busy.' } },
        expected: { ...refused('The endpoint is busy.'), ...live('1'), calls: 1 },
      },
      {
        deploy: { build: 'zip', rollout, workflows: changed },
        expected: { ...DEPLOYED, ...newest('4'), ...live('4'), calls: 1 },
      },
    ],
  },
  {
    name: 'switched on, called in another way, and off',
    steps: [
      { deploy: { build: 'zip' }, expected: { ...DEPLOYED, ...live('1'), calls: 0 } },
      {
        deploy: { build: 'zip', rollout },
        switches: { failingCalls: true },
        expected: { ...NOT_SEEN_TO_WORK, ...live('1'), calls: 1 },
      },
      {
        deploy: { build: 'zip', rollout },
        switches: { failingCalls: false },
        expected: { ...DEPLOYED, ...newest('1'), ...live('1'), calls: 1 },
      },
      {
        deploy: { build: 'zip', rollout: { payload: 8 } },
        expected: { ...DEPLOYED, ...newest('1'), ...live('1'), calls: 1 },
      },
      {
        deploy: { build: 'zip', workflows: changed },
        expected: { ...DEPLOYED, ...newest('2'), ...live('2'), calls: 0 },
      },
    ],
  },
];
