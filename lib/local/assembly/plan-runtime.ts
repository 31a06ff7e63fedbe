import type { Asset } from '../../assembly/assets.ts';
import type { Resource } from '../../assembly/template.ts';
import { isFunction } from '../../assembly/unknowns.ts';
import { lifecycleOf } from '../../catalog/limits.ts';
import { DEFINITION_TAG, workflowOfStack } from '../../catalog/names.ts';
import { SERVER_PROTOCOLS, type ServerProtocol } from '../../contract/host.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { isRecord } from '../../core/is-record.ts';
import type { RuntimeDeployment } from '../agentcore/runtime-record.ts';
import { type AssemblyNote, whyUnknown } from './assembly-note.ts';
import type { AssemblyValues } from './assembly-values.ts';
import { codeOf } from './code-of.ts';
import { notHere } from './not-here.ts';
import { planCallers } from './plan-callers.ts';
import { planEndpoints } from './plan-endpoints.ts';
import { roleOf } from './role-of.ts';
import type { StackValues } from './stack-values.ts';

/** What local AWS makes of a runtime; without a plan it cannot be run here, and a note says why. */
export function planRuntime(
  [logicalId, resource]: readonly [string, Resource],
  context: {
    readonly stack: StackValues;
    readonly values: AssemblyValues;
    readonly assets: readonly Asset[];
  },
): { readonly plan?: PlannedRuntime | undefined; readonly notes: readonly AssemblyNote[] } {
  const [{ stack }, { properties }] = [context, resource];
  const note = (property: string | undefined, what: string): AssemblyNote => ({
    stackName: stack.stackName,
    resource: resource.constructPath ?? logicalId,
    property,
    what,
  });
  const { name, ref: id } = stack.physical(logicalId) ?? {};
  const code = codeOf(resource, context);
  if ('why' in code)
    return { notes: [note('AgentRuntimeArtifact', `${code.why}: the runtime is not deployed here.`)] };
  const protocol = readProtocol(properties.ProtocolConfiguration, context);
  if ('why' in protocol) {
    return { notes: [note('ProtocolConfiguration', `${protocol.why}: the runtime is not deployed here.`)] };
  }
  if (name === undefined || id === undefined) {
    return { notes: [note('AgentRuntimeName', 'its name is not known: the runtime is not deployed here.')] };
  }

  const variables = readVariables(properties.EnvironmentVariables, context);
  const { environment } = variables;
  const role = readRole(properties.RoleArn, context);
  const lifecycle = stack.resolve(properties.LifecycleConfiguration);
  const whyNoLimits = whyUnknown(lifecycle, context);
  const endpoints = planEndpoints(id, context.values);
  const { notes: callerNotes, ...callers } = planCallers(properties, context);
  return {
    plan: {
      stackName: stack.stackName,
      logicalId,
      folder: code.folder,
      wantsAgentCoreBrowser: environment[VARIABLE.browser] === 'agentcore',
      deployment: {
        name,
        identity: { id, arn: String(stack.attribute(logicalId, 'AgentRuntimeArn')) },
        definitionName: environment[VARIABLE.definitionName] ?? stack.textOf(tagIn(properties.Tags)) ?? name,
        environment,
        isEnvironmentWhole: true,
        ...readLifecycle(lifecycle),
        role: role.role,
        endpoints: endpoints.endpoints,
        serverProtocol: protocol.protocol,
        ...callers,
      },
    },
    notes: [
      ...variables.problems.map(({ variable, why }) =>
        note(
          `EnvironmentVariables.${variable}`,
          `${why}. The runtime is deployed without ${variable === '*' ? 'variables' : 'this variable'}.`,
        ),
      ),
      ...(whyNoLimits === undefined
        ? []
        : [note('LifecycleConfiguration', `it ${whyNoLimits}. What is not known is as the service has it.`)]),
      ...role.problems.map((what) => note('RoleArn', what)),
      ...role.notes,
      ...endpoints.notes,
      ...[...callerNotes, ...notHere(properties, stack)].map(([property, what]) => note(property, what)),
    ],
  };
}

/** A runtime as a template has it, for local AWS: all but the place of its bundle. */
export interface PlannedRuntime {
  readonly stackName: string;
  /** In the template of the stack. */
  readonly logicalId: string;
  readonly deployment: Omit<RuntimeDeployment, 'bundleDir'>;
  /** The folder of the assembly with its program. */
  readonly folder: string;
  /** Whether it asks for AgentCore Browser, which is not there. */
  readonly wantsAgentCoreBrowser: boolean;
}

/** What people call a runtime: as `invoke` does, where its stack is that of one workflow. */
export function calledName({
  stackName,
  deployment: { name },
}: Pick<PlannedRuntime, 'stackName'> & { readonly deployment: { readonly name: string } }): string {
  return workflowOfStack(stackName) ?? name;
}

type PlanContext = Parameters<typeof planRuntime>[1];

function readVariables(given: unknown, { stack, values }: PlanContext) {
  const environment: Record<string, string> = {};
  const problems: { variable: string; why: string }[] = [];
  const resolved = stack.resolve(given);
  // All of them depend on a condition, or on a macro.
  if (isFunction(resolved)) {
    const why = whyUnknown(resolved, { values, stack }) ?? 'it is not known';
    return { environment, problems: [{ variable: '*', why }] };
  }
  for (const [variable, value] of Object.entries(isRecord(resolved) ? resolved : {})) {
    const text = stack.textOf(value);
    if (text !== undefined) environment[variable] = text;
    else problems.push({ variable, why: whyUnknown(value, { values, stack }) ?? 'it is no text' });
  }
  return { environment, problems };
}

/** What a runtime speaks; nothing said is HTTP. */
function readProtocol(
  given: unknown,
  { stack, values }: PlanContext,
): { readonly protocol: ServerProtocol } | { readonly why: string } {
  const text = given === undefined ? 'HTTP' : stack.textOf(given);
  const protocol = SERVER_PROTOCOLS.find((known) => known === text);
  if (protocol !== undefined) return { protocol };
  if (text === undefined) return { why: `it ${whyUnknown(given, { stack, values }) ?? 'is no text'}` };
  return { why: `it is ${text}, and bundles of this package speak ${SERVER_PROTOCOLS.join(' or ')}` };
}

function readRole(given: unknown, { stack, values }: PlanContext) {
  const arn = stack.textOf(given);
  const found = arn === undefined ? undefined : roleOf(arn, values);
  if (found !== undefined) return { ...found, problems: [] };
  const why =
    arn === undefined
      ? (whyUnknown(stack.resolve(given), { values, stack }) ?? 'it is missing')
      : `${arn} is not in the assembly`;
  return {
    role: undefined,
    notes: [],
    problems: [`${why}: what it may do is not known, and nothing is refused to the workflow here.`],
  };
}

function readLifecycle(given: unknown): ReturnType<typeof lifecycleOf> {
  const { IdleRuntimeSessionTimeout: idle, MaxLifetime: longest } = isRecord(given) ? given : {};
  const seconds = (value: unknown): number | undefined => {
    const number = Number(value);
    return value !== undefined && Number.isFinite(number) ? number : undefined;
  };
  return lifecycleOf({ idleTimeoutSeconds: seconds(idle), maxLifetimeSeconds: seconds(longest) });
}

function tagIn(tags: unknown): unknown {
  return isRecord(tags) ? tags[DEFINITION_TAG] : undefined;
}
