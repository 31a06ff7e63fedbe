import { BUILD_MODES } from '../../../lib/cdk/index.ts';
import { DEPLOYED, IN_USE, imagesOf, QUIET, refused, TAKEN, UNCHANGED } from './outcomes.ts';
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
          { deploy: { build }, switches: QUIET, v010: DEPLOYED, now: DEPLOYED },
          {
            deploy: both,
            v010: {
              ...DEPLOYED,
              images: imagesOf(build),
              versions: { getting_started: '1', form_filling: '1' },
            },
            now: {
              ...DEPLOYED,
              images: imagesOf(build),
              versions: { getting_started: '1', form_filling: '1' },
            },
          },
          {
            deploy: { build },
            // The repository had a rule for each workflow.
            v010: { result: build === 'zip' ? 'unchanged' : 'deployed', lostLogs: [] },
            now: UNCHANGED,
          },
          {
            destroy: both,
            only: ['form-filling'],
            v010: { ...DEPLOYED, versions: { getting_started: '1' } },
            now: { ...DEPLOYED, versions: { getting_started: '1' } },
          },
        ],
      },
      {
        name: `${build}: the last workflow leaves`,
        steps: [
          { deploy: { build }, switches: QUIET, v010: DEPLOYED, now: DEPLOYED },
          { deploy: { build, workflows: [] }, v010: IN_USE, now: UNCHANGED },
          { destroy: { build }, only: ['getting-started'], v010: DEPLOYED, now: DEPLOYED },
          { deploy: { build, workflows: [] }, v010: DEPLOYED, now: UNCHANGED },
        ],
      },
    ];
  }),
  {
    name: 'docker: two workflows of the same code',
    steps: [
      {
        deploy: { build: 'docker', workflows: [first, twin] },
        switches: QUIET,
        v010: refused('does not exist locally'),
        now: DEPLOYED,
      },
    ],
  },
  {
    name: 'a workflow takes another name and keeps its definition',
    steps: [
      { deploy: { build: 'docker' }, switches: QUIET, v010: DEPLOYED, now: DEPLOYED },
      { deploy: { build: 'docker', workflows: [renamed] }, v010: TAKEN, now: TAKEN },
      { destroy: { build: 'docker' }, only: ['getting-started'], v010: DEPLOYED, now: DEPLOYED },
      { deploy: { build: 'docker', workflows: [renamed] }, v010: DEPLOYED, now: DEPLOYED },
    ],
  },
];
