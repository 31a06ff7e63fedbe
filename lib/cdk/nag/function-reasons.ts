import type { IConstruct } from 'constructs';
import { explainRules, type RuleReason } from './explain.ts';

/** Why a function that CloudFormation or a schedule calls is as it is, whatever it does. */
const OF_BOTH: readonly RuleReason[] = [
  {
    rule: 'LambdaInsideVPC',
    reason:
      'It calls APIs of AWS and nothing else. In a VPC it would need an endpoint for each of them, and the right to make ' +
      'network interfaces in any subnet.',
  },
  {
    rule: 'LambdaConcurrency',
    reason:
      'Only CloudFormation or one schedule calls it, and neither can flood it; what is reserved for it is taken from all ' +
      'other functions of the account.',
  },
];

/** Why a function for deployments is in no VPC, and what it could not do is in no queue. */
export function explainDeployFunction(lambda: IConstruct): void {
  explainRules(lambda, ...OF_BOTH, {
    rule: 'LambdaDLQ',
    reason:
      'A call belongs to a deployment, which waits for the answer and fails without it. Nobody could do later what is in a queue.',
  });
}

/** The same of a function on a schedule. */
export function explainScheduledFunction(lambda: IConstruct): void {
  explainRules(lambda, ...OF_BOTH, {
    rule: 'LambdaDLQ',
    reason:
      'A call says only that it is time. The next one does what this one could not; failures are a metric, with an alarm where monitoring is on.',
  });
}

/** The same of a function that API Gateway calls. */
export function explainCalledFunction(lambda: IConstruct): void {
  explainRules(
    lambda,
    {
      rule: 'LambdaInsideVPC',
      reason:
        'It calls APIs of AWS and, for the page, the public configuration of the identity provider. In a VPC it would need a way to ' +
        'each of them, and the right to make network interfaces in any subnet.',
    },
    {
      rule: 'LambdaConcurrency',
      reason:
        'The stage of its API lets through so many requests a second (throttle); what is reserved for it is taken from all other ' +
        'functions of the account.',
    },
    {
      rule: 'LambdaDLQ',
      reason:
        'API Gateway waits for the answer: a call that fails is told to its caller, who makes it again.',
    },
  );
}

/** The same of a function that a state machine calls. */
export function explainItemFunction(lambda: IConstruct): void {
  explainRules(
    lambda,
    {
      rule: 'LambdaInsideVPC',
      reason:
        'It calls one runtime of AgentCore and nothing else. In a VPC it would need an endpoint for that, and the right to make ' +
        'network interfaces in any subnet.',
    },
    {
      rule: 'LambdaConcurrency',
      reason:
        'The state machine starts as many items at a time as its concurrency says, and comes again when there is no room; what is ' +
        'reserved for it is taken from all other functions of the account.',
    },
    {
      rule: 'LambdaDLQ',
      reason:
        'The state machine waits for the answer, tries again, and has the error in its execution: nothing is lost that a queue could keep.',
    },
  );
}
