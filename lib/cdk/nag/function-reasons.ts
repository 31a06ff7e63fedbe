import type { IConstruct } from 'constructs';
import { explainRules, type RuleReason } from './explain.ts';

/** Why a function of this project is as it is, whatever it does. */
export function explainFunction(lambda: IConstruct): void {
  explainRules(lambda, {
    rule: 'LambdaInsideVPC',
    reason:
      'It calls APIs of AWS and nothing else. In a VPC it would need an endpoint for each of them, and the right to make ' +
      'network interfaces in any subnet.',
  });
}

const CALLED_BY_ONE: RuleReason = {
  rule: 'LambdaConcurrency',
  reason:
    'Only CloudFormation or one schedule calls it, and neither can flood it; what is reserved for it is taken from all ' +
    'other functions of the account.',
};

/** Why what a function for deployments could not do is in no queue. */
export function explainDeployFunction(lambda: IConstruct): void {
  explainRules(lambda, CALLED_BY_ONE, {
    rule: 'LambdaDLQ',
    reason:
      'A call belongs to a deployment, which waits for the answer and fails without it. Nobody could do later what is in a queue.',
  });
}

/** Why what a function on a schedule could not do is in no queue. */
export function explainScheduledFunction(lambda: IConstruct): void {
  explainRules(lambda, CALLED_BY_ONE, {
    rule: 'LambdaDLQ',
    reason:
      'A call says only that it is time. The next one does what this one could not; failures are a metric, with an alarm where monitoring is on.',
  });
}
