import { DEPLOYED, refused, UNCHANGED } from './outcomes.ts';
import type { Row } from './row.ts';

const regions = ['us-east-1', 'us-west-2'] as const;

/** The same workflows in a second place. */
export const PLACE_ROWS: readonly Row[] = [
  {
    name: 'a second region',
    steps: [
      { deploy: { build: 'docker' }, expected: DEPLOYED },
      // Docker has the image of the first region.
      {
        deploy: { build: 'docker', regions },
        expected: { ...DEPLOYED, images: 0 },
      },
      { deploy: { build: 'docker', regions }, expected: UNCHANGED },
    ],
  },
  {
    name: 'a second region, from another machine',
    steps: [
      { deploy: { build: 'docker' }, expected: DEPLOYED },
      // The CLI takes the image for built, because the first region has it.
      {
        deploy: { build: 'docker', regions },
        otherMachine: true,
        expected: refused('does not exist locally'),
      },
      { deploy: { build: 'docker', regions }, only: ['us-west-2/*'], expected: { ...DEPLOYED, images: 1 } },
      { deploy: { build: 'docker', regions }, expected: UNCHANGED },
    ],
  },
  {
    name: 'two regions at once, with codebuild',
    steps: [
      {
        deploy: { build: 'codebuild', regions },
        expected: { ...DEPLOYED, images: 2 },
      },
    ],
  },
  {
    name: 'production beside development',
    steps: [
      { deploy: { build: 'docker' }, expected: DEPLOYED },
      {
        deploy: { build: 'docker', env: 'production' },
        expected: { ...DEPLOYED, versions: { getting_started: '1', getting_started__production: '1' } },
      },
      {
        destroy: { build: 'docker' },
        expected: { ...DEPLOYED, versions: { getting_started__production: '1' } },
      },
      {
        destroy: { build: 'docker', env: 'production' },
        expected: refused('TerminationProtection is enabled'),
      },
    ],
  },
];
