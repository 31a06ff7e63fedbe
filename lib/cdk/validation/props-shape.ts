import { type Duration, Token } from 'aws-cdk-lib';
import { isRecord } from '../../core/is-record.ts';
import { type Problem, show, showKind, unknownKeys } from '../../core/problems.ts';

/** Whether a value has the keys that somebody reads: TypeScript sees to it, JavaScript and `tsx` do not. */
export function checkKnownKeys(where: string, value: unknown, shape: PropsShape): Problem[] {
  return isRecord(value) ? unknownKeys(where, value, Object.keys(shape)) : [];
}

/** Whether what it has is of the kind that the checks of its values, and the constructs, count upon. */
export function checkKinds(
  where: string,
  value: unknown,
  shape: PropsShape,
  required: readonly string[] = [],
): Problem[] {
  if (!isRecord(value)) return [wrongKind(where, value, KIND.object)];
  return Object.entries(shape).flatMap(([key, kind]) => {
    const part = value[key];
    if (kind.accepts(part) || (part === undefined && !required.includes(key))) return [];
    return [wrongKind(`${where}.${key}`, part, kind)];
  });
}

/** What kind of value each key has: `{ … } satisfies PropsShapeOf<Props>` has all keys of the properties, and no others. */
export type PropsShape = Readonly<Record<string, Kind>>;
export type PropsShapeOf<T> = Readonly<Record<keyof T, Kind>>;

/** A kind of value. */
export interface Kind {
  readonly accepts: (value: unknown) => boolean;
  readonly allowed: string;
  readonly fix: string;
}

/** A value must be of this kind. */
export function wrongKind(where: string, value: unknown, { allowed, fix }: Kind): Problem {
  const isToken = typeof value === 'string' && Token.isUnresolved(value);
  return {
    where,
    what: isToken ? 'must be known at synthesis' : 'is not what is expected here',
    got: isToken ? 'a token' : typeof value === 'object' && value !== null ? showKind(value) : show(value),
    allowed,
    fix,
  };
}

/** True for a `Duration` of any copy of the CDK. */
export function isDuration(value: unknown): value is Duration {
  return hasMethods(value, 'toSeconds', 'toMilliseconds', 'isUnresolved');
}

/** The kinds of values that properties of constructs have. */
export const KIND = {
  /** What other checks look at. */
  any: { accepts: () => true, allowed: 'anything', fix: 'leave it out' },
  text: {
    accepts: (value) => typeof value === 'string',
    allowed: 'a text',
    fix: 'give a text, such as the valueAsString of a parameter',
  },
  knownText: {
    accepts: (value) => typeof value === 'string' && !Token.isUnresolved(value),
    allowed: 'a text that is known at synthesis',
    fix: 'give it as a text, for example from the environment of the app',
  },
  flag: {
    accepts: (value) => typeof value === 'boolean',
    allowed: 'true or false',
    fix: 'give one of them, or leave it out',
  },
  list: { accepts: Array.isArray, allowed: 'a list', fix: 'write it in square brackets' },
  object: { accepts: isRecord, allowed: 'an object', fix: 'write it in curly brackets' },
  flagOrObject: {
    accepts: (value) => typeof value === 'boolean' || isRecord(value),
    allowed: 'true, false or an object',
    fix: 'write true for the defaults',
  },
  duration: {
    accepts: isDuration,
    allowed: 'a Duration of the CDK',
    fix: 'write it like Duration.minutes(15)',
  },
  role: {
    accepts: (value) => isRecord(value) && 'roleArn' in value && hasMethods(value, 'addToPrincipalPolicy'),
    allowed: 'a role of the CDK',
    fix: 'import one that exists: Role.fromRoleArn(this, "Role", roleArn)',
  },
  secret: {
    accepts: (value) => isRecord(value) && 'secretArn' in value && hasMethods(value, 'grantRead'),
    allowed: 'a secret of the CDK',
    fix: 'import one that exists: Secret.fromSecretNameV2(this, "Login", "shop/login")',
  },
  browserProfile: {
    accepts: (value) => isRecord(value) && 'browserProfileId' in value && hasMethods(value, 'grantUse'),
    allowed: 'a browser profile',
    fix: 'make one (new BrowserProfile) or import one (BrowserProfile.fromBrowserProfileId)',
  },
  humanInTheLoop: {
    accepts: (value) => isRecord(value) && 'humanInTheLoopUrl' in value && hasMethods(value, 'grantAsk'),
    allowed: 'a desk where people are asked',
    fix: 'make one: new HumanInTheLoop(this, "HumanInTheLoop")',
  },
  topic: {
    accepts: (value) => isRecord(value) && 'topicArn' in value && hasMethods(value, 'addSubscription'),
    allowed: 'a topic of the CDK',
    fix: 'import one that exists: Topic.fromTopicArn(this, "Topic", topicArn)',
  },
  key: {
    // (An alias is a key, too, whose ARN names nothing in a policy.)
    accepts: (value) =>
      isRecord(value) &&
      'keyArn' in value &&
      !('aliasName' in value) &&
      hasMethods(value, 'grant', 'addToResourcePolicy'),
    allowed: 'a key of the CDK, which is no alias: policies do not know those',
    fix: 'import one that exists: Key.fromKeyArn(this, "Key", keyArn)',
  },
  foundation: {
    accepts: (value) => isRecord(value) && 'artifactBucket' in value && 'runLogGroup' in value,
    allowed: 'a foundation',
    fix: 'make one (new WorkflowFoundation) or import one (WorkflowFoundation.fromStackName)',
  },
  workflow: {
    accepts: (value) => isRecord(value) && 'workflowName' in value && hasMethods(value, 'grantInvoke'),
    allowed: 'a workflow',
    fix: 'make one: new NovaActWorkflow(this, "Workflow", { entry })',
  },
  fleet: {
    accepts: (value) => isRecord(value) && 'itemBuckets' in value && hasMethods(value, 'grantStart'),
    allowed: 'a fleet',
    fix: 'make one: new WorkflowFleet(this, "Fleet", { workflow })',
  },
  bucket: {
    accepts: (value) => isRecord(value) && 'bucketArn' in value && hasMethods(value, 'arnForObjects'),
    allowed: 'a bucket of the CDK',
    fix: 'import one that exists: Bucket.fromBucketName(this, "Bucket", bucketName)',
  },
  vpc: {
    accepts: (value) => hasMethods(value, 'selectSubnets'),
    allowed: 'a VPC of the CDK',
    fix: 'import one that exists: Vpc.fromLookup(this, "Vpc", { vpcName })',
  },
} as const satisfies Readonly<Record<string, Kind>>;

function hasMethods(value: unknown, ...methods: readonly string[]): boolean {
  return isRecord(value) && methods.every((method) => typeof value[method] === 'function');
}
