import { BUILD_MODES } from '../../../lib/cdk/index.ts';
import { DEPLOYED, imagesOf, TAKEN, UNCHANGED } from './outcomes.ts';
import type { Row } from './row.ts';

const first = { name: 'getting-started' };
const second = { name: 'form-filling', code: 2 } as const;
const twin = { name: 'form-filling' };
const renamed = { name: 'renamed', definitionName: 'getting-started-workflow' };

/** Other entries in the catalog. What leaves it stays deployed until it is destroyed. */
export const WORKFLOW_ROWS: readonly Row[] = [
  ...BUILD_MODES.flatMap((build): Row[] => {
    const both = { build, workflows: [first, second] };
    return [
      {
        name: `${build}: one more workflow, and one less`,
        steps: [
          { deploy: { build }, expected: DEPLOYED },
          {
            deploy: both,
            expected: {
              ...DEPLOYED,
              images: imagesOf(build),
              versions: { getting_started: '1', form_filling: '1' },
            },
          },
          {
            deploy: { build },
            // The repository had a rule for each workflow.

            expected: UNCHANGED,
          },
          {
            destroy: both,
            only: ['form-filling'],
            expected: { ...DEPLOYED, versions: { getting_started: '1' } },
          },
        ],
      },
      {
        name: `${build}: the last workflow leaves`,
        steps: [
          { deploy: { build }, expected: DEPLOYED },
          { deploy: { build, workflows: [] }, expected: UNCHANGED },
          { destroy: { build }, only: ['getting-started'], expected: DEPLOYED },
          { deploy: { build, workflows: [] }, expected: UNCHANGED },
        ],
      },
    ];
  }),
  {
    name: 'docker: two workflows of the same code',
    steps: [
      {
        deploy: { build: 'docker', workflows: [first, twin] },
        expected: DEPLOYED,
      },
    ],
  },
  {
    name: 'a workflow takes another name and keeps its definition',
    steps: [
      { deploy: { build: 'docker' }, expected: DEPLOYED },
      { deploy: { build: 'docker', workflows: [renamed] }, expected: TAKEN },
      { destroy: { build: 'docker' }, only: ['getting-started'], expected: DEPLOYED },
      { deploy: { build: 'docker', workflows: [renamed] }, expected: DEPLOYED },
    ],
  },
];
