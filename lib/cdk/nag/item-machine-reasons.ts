import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { FLEET_FORMATS } from '../../contract/fleet-input.ts';
import { explain, explainWildcards, type WildcardReason } from './explain.ts';

/** Why the state machine of items is as it is, and what its role and its hosts may do. */
export function explainItemMachine(machine: IConstruct, others: readonly WildcardReason[] = []): void {
  explainWildcards(machine, [...others, ...WILDCARDS]);
  for (const child of machine.node.findAll()) {
    if (!CfnStateMachine.isCfnStateMachine(child)) continue;
    explain(child, {
      id: 'AwsSolutions-SF1',
      reason:
        'What fails is logged. All events would be several lines for each item, which the history of its execution has for 90 days in any case.',
    });
    explainTracing(child);
  }
}

/** Why hosts may tell machines with a wildcard how items go. */
export function explainAnswers(policy: IConstruct): void {
  explainWildcards(policy, [ANSWERS_WILDCARD]);
}

function explainTracing(machine: CfnStateMachine): void {
  explain(machine, {
    id: 'AwsSolutions-SF2',
    reason: 'X-Ray is on where it is on for the runtime of the workflow (tracing): one setting for both.',
  });
}

const LABELS = FLEET_FORMATS.join('|');

const WILDCARDS: readonly WildcardReason[] = [
  {
    finding: /^Resource::\*$/,
    reason:
      'The delivery of logs, and X-Ray where tracing is on, have no resources that a policy could name: AWS documents these statements with all.',
  },
  {
    finding: new RegExp(`:execution:<[^>]+>(?:/(?:${LABELS}))?:\\*$`),
    reason: 'Executions of this one machine: their names are not known beforehand.',
  },
];

const ANSWERS_WILDCARD: WildcardReason = {
  finding: /^Resource::<[^.>]+>\/\*$/,
  reason:
    'What waits for an item is a child execution, of this machine and a label. Which of both AWS checks is not documented.',
};
