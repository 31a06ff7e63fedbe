import type { Asset } from '../../assembly/assets.ts';
import type { AssemblyStack } from '../../assembly/read-assembly.ts';
import { LOCAL_BUCKET } from '../../contract/local-account.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { isRecord } from '../../core/is-record.ts';
import type { LocalSecret } from '../secrets/local-secret.ts';
import { type AssemblyNote, whyUnknown } from './assembly-note.ts';
import { AssemblyValues } from './assembly-values.ts';
import type { PlannedRuntime } from './plan-runtime.ts';
import { planRuntimes, RUNTIME_TYPE } from './plan-runtimes.ts';
import { planSecrets } from './plan-secrets.ts';
import { refuseCircles } from './refuse-circles.ts';

/**
 * What local AWS makes of the stacks of one region. Pure, but for looking which folders of code are there.
 *
 * @throws AssemblyError for what CloudFormation or IAM would refuse
 */
export function planAssembly(options: {
  readonly stacks: readonly AssemblyStack[];
  readonly region: string;
  readonly assets: readonly Asset[];
}): AssemblyPlan {
  const { assets } = options;
  const values = new AssemblyValues({ ...options, bucketNames: bucketNamesIn(new AssemblyValues(options)) });
  refuseCircles(values.stacks);
  const runtimes = planRuntimes(values, assets);
  const planned = runtimes.flatMap(({ plan }) => plan ?? []);
  const definitions = values.stacks.flatMap((stack) => definitionsOf({ stack, values }));
  return {
    values,
    runtimes: planned,
    definitions: definitions.flatMap(({ definition }) => definition ?? []),
    buckets: namesOf('AWS::S3::Bucket', values),
    secrets: planSecrets(values, planned),
    notes: [
      ...values.stacks.flatMap(unreadParts),
      ...values.stacks.flatMap(startsNothing),
      ...definitions.flatMap(({ notes }) => notes),
      ...runtimes.flatMap(({ notes }) => notes),
    ],
  };
}

/** What there will be on local AWS. */
export interface AssemblyPlan {
  readonly values: AssemblyValues;
  readonly runtimes: readonly PlannedRuntime[];
  readonly definitions: readonly PlannedDefinition[];
  /** The names of the buckets. */
  readonly buckets: readonly string[];
  /** The secrets that workflows may ask for. */
  readonly secrets: readonly LocalSecret[];
  readonly notes: readonly AssemblyNote[];
}

/** A workflow definition of a template. */
export interface PlannedDefinition {
  readonly name: string;
  readonly description?: string | undefined;
  readonly exportConfig?:
    | { readonly s3BucketName: string; readonly s3KeyPrefix?: string | undefined }
    | undefined;
}

type StackInValues = {
  readonly stack: AssemblyValues['stacks'][number];
  readonly values: AssemblyValues;
};

function definitionsOf({ stack, values }: StackInValues) {
  return stack
    .resourcesOf('AWS::NovaAct::WorkflowDefinition')
    .map(([id, { properties, constructPath }]): { definition?: PlannedDefinition; notes: AssemblyNote[] } => {
      const place = { stackName: stack.stackName, resource: constructPath ?? id };
      const name = stack.physical(id)?.name;
      if (name === undefined) {
        const why = whyUnknown(stack.resolve(properties.Name), { stack, values }) ?? 'is missing';
        return {
          notes: [{ ...place, property: 'Name', what: `it ${why}. There is no such definition here.` }],
        };
      }
      const config = stack.resolve(properties.ExportConfig);
      const { S3BucketName, S3KeyPrefix } = isRecord(config) ? config : {};
      const [bucket, prefix] = [stack.textOf(S3BucketName), stack.textOf(S3KeyPrefix)];
      const why = whyUnknown(config, { stack, values });
      const notes: AssemblyNote[] =
        why === undefined
          ? []
          : [{ ...place, property: 'ExportConfig', what: `it ${why}. Runs are not exported here.` }];
      const description = whyUnknown(stack.resolve(properties.Description), { stack, values });
      if (description !== undefined)
        notes.push({ ...place, property: 'Description', what: `it ${description}. There is none here.` });
      const exportConfig =
        bucket === undefined || why !== undefined ? undefined : { s3BucketName: bucket, s3KeyPrefix: prefix };
      return {
        definition: { name, description: stack.textOf(properties.Description), exportConfig },
        notes,
      };
    });
}

function namesOf(type: string, values: AssemblyValues): readonly string[] {
  return values.stacks.flatMap((stack) =>
    stack.resourcesOf(type).flatMap(([id]) => stack.physical(id)?.name ?? []),
  );
}

/**
 * The first bucket for artifacts that has no name of its own is that of local AWS: there the viewer looks for records of
 * invocations.
 */
function bucketNamesIn(values: AssemblyValues): ReadonlyMap<string, string> {
  const unnamed = values.stacks.flatMap((stack) =>
    stack
      .resourcesOf('AWS::S3::Bucket')
      .flatMap(([id, { properties }]) =>
        properties.BucketName === undefined ? (stack.physical(id)?.name ?? []) : [],
      ),
  );
  const artifacts = values.stacks.flatMap((stack) =>
    stack.resourcesOf(RUNTIME_TYPE).flatMap(([, { properties }]) => {
      const variables = stack.resolve(properties.EnvironmentVariables);
      return isRecord(variables) ? (stack.textOf(variables[VARIABLE.artifactBucket]) ?? []) : [];
    }),
  );
  const first = artifacts.find((name) => unnamed.includes(name));
  return new Map(first === undefined ? [] : [[first, LOCAL_BUCKET]]);
}

/** What starts runs by itself on AWS: here there is nobody who would look at the time, or at files. */
function startsNothing(stack: AssemblyValues['stacks'][number]): readonly AssemblyNote[] {
  const { stackName } = stack;
  const notes = (type: string, what: string): AssemblyNote[] =>
    stack
      .resourcesOf(type)
      .map(([id, { constructPath }]) => ({ stackName, resource: constructPath ?? id, what }));
  return [
    ...notes(
      'AWS::Scheduler::Schedule',
      'schedules start nothing here: start a run by "invoke --local", items by "fleet start --local".',
    ),
    ...(stack.resourcesOf('AWS::StepFunctions::StateMachine').length === 0
      ? []
      : notes(
          'AWS::Events::Rule',
          'rules of EventBridge start nothing here, also when a file is uploaded: start items by "fleet start --local".',
        )),
  ];
}

/** Parts of a template that may have runtimes in them, and are not read. */
function unreadParts(stack: AssemblyValues['stacks'][number]): readonly AssemblyNote[] {
  const { stackName, template } = stack;
  return Object.entries(template.resources).flatMap(([id, resource]): AssemblyNote[] => {
    const place = { stackName, resource: resource.constructPath ?? id };
    if (resource.type === 'AWS::CloudFormation::Stack')
      return [{ ...place, what: 'nested stacks are not read: nothing of it is here.' }];
    if (resource.type.startsWith('Fn::'))
      return [{ ...place, what: 'macros are not expanded: nothing of what it makes is here.' }];
    if (resource.type === RUNTIME_TYPE && !stack.isThere(resource))
      return [
        { ...place, what: 'its condition does not hold, or is not known here: the runtime is not deployed.' },
      ];
    return [];
  });
}
