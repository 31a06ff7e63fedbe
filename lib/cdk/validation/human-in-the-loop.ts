import { RemovalPolicy, Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { checkValue } from '../../catalog/check-value.ts';
import { notifySchema } from '../../catalog/notify-schema.ts';
import { signInSchema } from '../../catalog/sign-in-schema.ts';
import { takeOverConflicts } from '../../catalog/take-over-conflicts.ts';
import { isRecord } from '../../core/is-record.ts';
import { type Problem, show } from '../../core/problems.ts';
import type { HumanInTheLoopProps, HumanInTheLoopThrottle } from '../constructs/human-in-the-loop-props.ts';
import type { NovaActWorkflowProps } from '../constructs/nova-act-workflow-props.ts';
import { checkImportedName } from './definition.ts';
import { checkNoticeTopic } from './notice-topic.ts';
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
    ...checkKnownList(`${where}.signIn.scopes`, props.signIn?.scopes),
    ...checkKnown(`${where}.notify`, notifySchema, props.notify),
    ...checkKnownList(`${where}.notify`, props.notify),
    ...checkNoticeTopic(where, props),
    ...checkRequests(`${where}.throttle.rateLimit`, rateLimit, 10_000),
    ...checkRequests(`${where}.throttle.burstLimit`, burstLimit, 5_000),
    ...checkChoice(`${where}.logRetention`, props.logRetention, RETENTIONS),
    ...checkChoice(`${where}.removalPolicy`, props.removalPolicy, REMOVAL_POLICIES),
  ];
}

/** Checks who is to ask for which definition: a wildcard would let it ask for all, and look at their questions. */
export function checkAsker(options: {
  readonly where: string;
  readonly grantee: iam.IGrantable;
  readonly definitionName: string;
  /** Of the desk. */
  readonly account: string;
}): Problem[] {
  const { where, grantee, definitionName, account } = options;
  const { principalAccount } = grantee.grantPrincipal;
  const isOther =
    principalAccount !== undefined &&
    !Token.isUnresolved(principalAccount) &&
    !Token.isUnresolved(account) &&
    principalAccount !== account;
  return [
    ...checkImportedName(`${where}.workflowDefinitionName`, definitionName),
    ...(isOther
      ? [
          {
            where: `${where}.grantee`,
            what: 'is of another account than the desk, which it could not call whatever it may: HTTP APIs have no resource policies',
            got: `account ${principalAccount}`,
            allowed: `account ${account}`,
            fix: 'give it a desk of its own account (new HumanInTheLoop), or let it assume a role of this one',
          },
        ]
      : []),
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
  encryptionKey: KIND.key,
  throttle: KIND.object,
  logRetention: KIND.any,
  removalPolicy: KIND.any,
} as const satisfies PropsShapeOf<HumanInTheLoopProps>;

/** By what they are called in the CDK. */
type Choices = Readonly<Record<string, string | number>>;

const RETENTIONS: { readonly what: string; readonly of: string; readonly values: Choices } = {
  what: 'is not a time that CloudWatch Logs knows',
  of: 'RetentionDays',
  // (An enum of numbers has them as keys, too.)
  values: Object.fromEntries(
    Object.entries(RetentionDays).filter(
      (entry): entry is [string, RetentionDays] => typeof entry[1] === 'number',
    ),
  ),
};

/** Nobody takes snapshots of a table whose questions should not outlive it; CloudFormation cannot. */
const REMOVAL_POLICIES: typeof RETENTIONS = {
  what: 'is not what can become of the table',
  of: 'RemovalPolicy',
  values: {
    DESTROY: RemovalPolicy.DESTROY,
    RETAIN: RemovalPolicy.RETAIN,
    RETAIN_ON_UPDATE_OR_DELETE: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  },
};

function checkChoice(where: string, value: unknown, { what, of, values }: typeof RETENTIONS): Problem[] {
  if (value === undefined || Object.values(values).some((choice) => choice === value)) return [];
  const names = Object.keys(values).map((name) => `${of}.${name}`);
  return [
    {
      where,
      what,
      got: show(value),
      allowed: names.join(', '),
      fix: `write ${names[0]}, for example, without quotes, or leave it out`,
    },
  ];
}

/** A list whose members only the deployment knows: how many there are is not known, either. */
function checkKnownList(where: string, list: unknown): Problem[] {
  if (!Array.isArray(list) || !Token.isUnresolved(list)) return [];
  return [
    {
      where,
      what: 'must be known at synthesis',
      got: 'a token of a list',
      allowed: 'a list of texts, each of which may be a token',
      fix: 'give a parameter for each of them, or read them from the environment of the app',
    },
  ];
}

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
