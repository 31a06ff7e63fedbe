import { BUILD_MODES } from '../../../lib/cdk/index.ts';
import { DEPLOYED, IN_USE, UNCHANGED } from './outcomes.ts';
import type { Expected, Row } from './row.ts';

/** Which workflow stack goes first, on the way out of an export that is in use. */
const WORKFLOW_FIRST = ['getting-started', '--exclusively'];

const KEPT: Expected = { ...DEPLOYED, lostLogs: [] };

/** Who takes over signs in at this provider. */
const signedIn = (provider: string) => ({
  signIn: { issuer: `https://${provider}.example.com`, clientId: 'page' },
  notify: ['desk@example.com'],
});

/** The same, for users whose tokens have a scope. */
const ofScope = ({ signIn, ...rest }: ReturnType<typeof signedIn>, scope: string) => ({
  signIn: { ...signIn, audience: 'desk', scopes: ['openid', scope] },
  ...rest,
});

const NIGHTLY = { cron: '0 3 * * ? *', timeZone: 'Europe/Berlin' };
const LIST = { key: 'lists/shops.jsonl' };

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
  {
    name: 'people can be asked, sign in, sign in elsewhere, only approve, and are not asked any more',
    steps: [
      { deploy: { build: 'zip' }, expected: DEPLOYED },
      { deploy: { build: 'zip', humanInTheLoop: true }, expected: KEPT },
      { deploy: { build: 'zip', humanInTheLoop: signedIn('one') }, expected: KEPT },
      { deploy: { build: 'zip', humanInTheLoop: signedIn('one') }, expected: UNCHANGED },
      // The workflow need not know who signs in where.
      {
        deploy: { build: 'zip', humanInTheLoop: signedIn('other') },
        expected: { ...KEPT, versions: { getting_started: '3' } },
      },
      // And not every user any more.
      {
        deploy: { build: 'zip', humanInTheLoop: ofScope(signedIn('other'), 'desk/take-over') },
        expected: { ...KEPT, versions: { getting_started: '3' } },
      },
      { deploy: { build: 'zip', humanInTheLoop: signedIn('other') }, expected: KEPT },
      { deploy: { build: 'zip', humanInTheLoop: { notify: ['desk@example.com'] } }, expected: KEPT },
      { deploy: { build: 'zip' }, expected: KEPT },
    ],
  },
  {
    name: 'people are asked, with a key, and all of it is destroyed',
    steps: [
      { deploy: { build: 'zip', customerKey: true, humanInTheLoop: signedIn('one') }, expected: DEPLOYED },
      { destroy: { build: 'zip', customerKey: true, humanInTheLoop: signedIn('one') }, expected: DEPLOYED },
    ],
  },
  {
    name: 'a fleet comes, runs on a schedule, is changed, starts on uploads, and goes again',
    steps: [
      { deploy: { build: 'zip' }, expected: DEPLOYED },
      { deploy: { build: 'zip', fleet: true }, expected: KEPT },
      { deploy: { build: 'zip', fleet: true }, expected: UNCHANGED },
      { deploy: { build: 'zip', fleet: true, schedule: { ...NIGHTLY, items: LIST } }, expected: KEPT },
      {
        deploy: {
          build: 'zip',
          fleet: { concurrency: 5, retries: { failed: 1 } },
          schedule: { rate: '6 hours', items: LIST, enabled: false },
        },
        expected: KEPT,
      },
      {
        deploy: { build: 'zip', fleet: { startOnUpload: { prefix: 'lists/', suffix: '.jsonl' } } },
        expected: KEPT,
      },
      { deploy: { build: 'zip', fleet: true }, expected: KEPT },
      { deploy: { build: 'zip' }, expected: KEPT },
    ],
  },
  {
    name: 'one run is scheduled, the schedule starts a fleet instead, and one run again',
    steps: [
      { deploy: { build: 'zip', schedule: NIGHTLY }, expected: DEPLOYED },
      { deploy: { build: 'zip', fleet: true, schedule: { ...NIGHTLY, items: LIST } }, expected: KEPT },
      { deploy: { build: 'zip', schedule: { ...NIGHTLY, payload: { day: 1 } } }, expected: KEPT },
      { deploy: { build: 'zip' }, expected: KEPT },
    ],
  },
  {
    name: 'a fleet and its schedule, with a key, and all of it is destroyed',
    steps: [
      {
        deploy: { build: 'zip', customerKey: true, fleet: true, schedule: { ...NIGHTLY, items: LIST } },
        expected: DEPLOYED,
      },
      {
        destroy: { build: 'zip', customerKey: true, fleet: true, schedule: { ...NIGHTLY, items: LIST } },
        expected: DEPLOYED,
      },
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
