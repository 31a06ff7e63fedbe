import { expect, test } from '@jest/globals';
import { workflowOfDefinition } from '../../../lib/cli/runs/workflow-of-definition.ts';

const ENTRIES = [
  { name: 'shop', definitionName: 'shop-workflow' },
  { name: 'shop-too', definitionName: 'shop-workflow-too' },
];

test.each([
  ['shop-workflow', { workflow: 'shop' }],
  ['shop-workflow-too', { workflow: 'shop-too' }],
  ['shop-workflow--prod', { workflow: 'shop', stack: 'NovaActWorkflow-prod-shop' }],
  ['shop-workflow-other', undefined],
  ['another', undefined],
])('definition %s belongs to %j', (definitionName, found) => {
  expect(workflowOfDefinition(definitionName, ENTRIES)).toEqual(found);
});
