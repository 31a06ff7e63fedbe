import { Token } from 'aws-cdk-lib';
import { checkValue } from '../../catalog/check-value.ts';
import { notifySchema } from '../../catalog/notify-schema.ts';
import { signInSchema } from '../../catalog/sign-in-schema.ts';
import { takeOverConflicts } from '../../catalog/take-over-conflicts.ts';
import { isRecord } from '../../core/is-record.ts';
import { type Problem, show } from '../../core/problems.ts';
import type { HumanInTheLoopProps, HumanInTheLoopThrottle } from '../constructs/human-in-the-loop-props.ts';
import type { NovaActWorkflowProps } from '../constructs/nova-act-workflow-props.ts';
import { checkKinds, checkKnownKeys, KIND, type PropsShapeOf } from './props-shape.ts';

/**
 * Checks that the properties of a desk can be checked at all.
 *
 * @returns nothing when they can; else everything that shows already
 */
export function checkHumanInTheLoopShape(where: string, props: unknown): Problem[] {
  const throttle = isRecord(props) ? props.throttle : undefined;
  const kinds = [
    ...checkKinds(where, props, SHAPE),
    ...(isRecord(throttle) ? checkKinds(`${where}.throttle`, throttle, THROTTLE) : []),
  ];
  return kinds.length === 0 ? [] : [...checkKeys(where, props), ...kinds];
}

/** Checks the properties of a desk. Tokens are left to the deployment. */
export function checkHumanInTheLoop(where: string, props: HumanInTheLoopProps): Problem[] {
  const { rateLimit, burstLimit } = props.throttle ?? {};
  return [
    ...checkKeys(where, props),
    ...checkKnown(`${where}.signIn`, signInSchema, props.signIn),
    ...checkKnown(`${where}.notify`, notifySchema, props.notify),
    ...checkRequests(`${where}.throttle.rateLimit`, rateLimit, 10_000),
    ...checkRequests(`${where}.throttle.burstLimit`, burstLimit, 5_000),
  ];
}

/** A desk with a sign-in lets people take over, which not every workflow can. */
export function checkTakeOver(where: string, { humanInTheLoop, runtime }: NovaActWorkflowProps): Problem[] {
  if (humanInTheLoop?.authorizer === undefined) return [];
  const { authorizer, serverProtocol } = runtime ?? {};
  const asked = { signIn: { issuer: '', clientId: '' } };
  return takeOverConflicts({ humanInTheLoop: asked, authorizer, serverProtocol }).map((conflict) => ({
    where,
    ...conflict,
    fix: 'give this workflow a HumanInTheLoop without signIn: people can still approve',
  }));
}

const THROTTLE = {
  rateLimit: KIND.any,
  burstLimit: KIND.any,
} as const satisfies PropsShapeOf<HumanInTheLoopThrottle>;

const SHAPE = {
  signIn: KIND.object,
  topic: KIND.topic,
  notify: KIND.list,
  encryptionKey: KIND.object,
  throttle: KIND.object,
  logRetention: KIND.any,
  removalPolicy: KIND.any,
} as const satisfies PropsShapeOf<HumanInTheLoopProps>;

function checkKeys(where: string, props: unknown): Problem[] {
  return [
    ...checkKnownKeys(where, props, SHAPE),
    ...checkKnownKeys(`${where}.throttle`, isRecord(props) ? props.throttle : undefined, THROTTLE),
  ];
}

/** What is wrong with a value, but for those texts in it that only the deployment knows. */
function checkKnown<T>(
  where: string,
  schema: Parameters<typeof checkValue<T>>[0]['schema'],
  value: T | undefined,
): Problem[] {
  if (value === undefined) return [];
  const members = Object.entries(Object(value)).filter(([, member]) => Token.isUnresolved(member));
  const unknown = members.map(([name]) => (Array.isArray(value) ? `${where}[${name}]` : `${where}.${name}`));
  return checkValue({ schema, value, where }).problems.filter((problem) => !unknown.includes(problem.where));
}

function checkRequests(where: string, requests: unknown, most: number): Problem[] {
  if (requests === undefined || Token.isUnresolved(requests)) return [];
  if (Number.isInteger(requests) && Number(requests) >= 1 && Number(requests) <= most) return [];
  return [
    {
      where,
      what: 'is not a number of requests',
      got: show(requests),
      allowed: `a whole number, 1 to ${most}`,
      fix: 'leave it out',
    },
  ];
}
