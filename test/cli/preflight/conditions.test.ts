import { describe, expect, test } from '@jest/globals';
import { byCertainty } from '../../../lib/cli/preflight/conditions.ts';
import { namesTaken } from '../../../lib/cli/preflight/rules/names-taken.ts';
import { template, world } from './example-world.ts';

const definition = (more: Readonly<Record<string, unknown>> = {}): unknown =>
  template({ D: { Type: 'AWS::NovaAct::WorkflowDefinition', Properties: { Name: 'orders' }, ...more } });
const compare = (planned: unknown, deployed: unknown) =>
  byCertainty(world({ planned: { New: planned }, deployed: { Old: { body: deployed } } }), namesTaken);

describe('what is found', () => {
  test('is certain without conditions', () => {
    const { refused, notices } = compare(definition(), definition());

    expect([refused.length, notices.length]).toEqual([1, 0]);
  });

  test.each([
    ['in the assembly', definition({ Condition: 'IsMain' }), definition()],
    ['in the deployed stack', definition(), definition({ Condition: 'IsMain' })],
  ])('is a note when a condition decides it %s', (_where, planned, deployed) => {
    const { refused, notices } = compare(planned, deployed);

    expect(refused).toEqual([]);
    expect(notices.map(({ what }) => what)).toEqual([
      'The workflow definition orders would be made, but that name belongs to the stack Old. That is so if the conditions in the templates hold.',
    ]);
  });
});
