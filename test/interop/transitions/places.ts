import { DEPLOYED, QUIET, refused, UNCHANGED } from './outcomes.ts';
import type { Row } from './row.ts';

const regions = ['us-east-1', 'us-west-2'] as const;

/** The same workflows in a second place. */
export const PLACE_ROWS: readonly Row[] = [
  {
    name: 'a second region',
    steps: [
      { deploy: { build: 'docker' }, switches: QUIET, v010: DEPLOYED, now: DEPLOYED },
      // Docker has the image of the first region.
      {
        deploy: { build: 'docker', regions },
        v010: { ...DEPLOYED, images: 0 },
        now: { ...DEPLOYED, images: 0 },
      },
      { deploy: { build: 'docker', regions }, v010: UNCHANGED, now: UNCHANGED },
    ],
  },
  {
    name: 'a second region, from another machine',
    steps: [
      { deploy: { build: 'docker' }, switches: QUIET, v010: DEPLOYED, now: DEPLOYED },
      {
        deploy: { build: 'docker', regions },
        otherMachine: true,
        v010: refused('does not exist locally'),
        now: DEPLOYED,
      },
      { deploy: { build: 'docker', regions }, only: ['us-west-2/*'], v010: DEPLOYED, now: UNCHANGED },
    ],
  },
  {
    name: 'two regions at once, with codebuild',
    steps: [
      {
        deploy: { build: 'codebuild', regions },
        switches: QUIET,
        v010: { ...DEPLOYED, images: 2 },
        now: { ...DEPLOYED, images: 2 },
      },
    ],
  },
  {
    name: 'production beside development',
    steps: [
      { deploy: { build: 'docker' }, switches: QUIET, v010: DEPLOYED, now: DEPLOYED },
      {
        deploy: { build: 'docker', env: 'production' },
        v010: { ...DEPLOYED, versions: { getting_started: '1', getting_started__production: '1' } },
        now: { ...DEPLOYED, versions: { getting_started: '1', getting_started__production: '1' } },
      },
      {
        destroy: { build: 'docker' },
        v010: { ...DEPLOYED, versions: { getting_started__production: '1' } },
        now: { ...DEPLOYED, versions: { getting_started__production: '1' } },
      },
      {
        destroy: { build: 'docker', env: 'production' },
        v010: refused('TerminationProtection is enabled'),
        now: refused('TerminationProtection is enabled'),
      },
    ],
  },
];
