import type { PlannedStack } from '../../../lib/assembly/read-assembly.ts';
import { parseTemplate } from '../../../lib/assembly/template.ts';
import type { DeployedStack, World } from '../../../lib/cli/preflight/world.ts';

/** A region with these stacks, planned and deployed, by their names. */
export function world(options: {
  readonly planned?: Readonly<Record<string, unknown>>;
  readonly deployed?: Readonly<Record<string, Partial<DeployedStack> & { readonly body?: unknown }>>;
}): World {
  const { planned = {}, deployed = {} } = options;
  return {
    region: 'us-east-1',
    app: 'cdk.out',
    planned: Object.entries(planned).map(([name, body]) => plan(name, body)),
    deployed: Object.entries(deployed).map(([stackName, { body, ...more }]) => ({
      stackName,
      account: '123456789012',
      status: 'UPDATE_COMPLETE',
      isProtected: false,
      parameters: {},
      exports: new Map(),
      template: parseTemplate(body),
      ...more,
    })),
  };
}

function plan(stackName: string, body: unknown): PlannedStack {
  const template = parseTemplate(body);
  if (template === undefined) throw new Error(`The template of ${stackName} is none.`);
  return { stackName, selector: `App/${stackName}`, account: undefined, region: 'us-east-1', template };
}

/** A template with these resources. */
export function template(
  resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  outputs: Readonly<Record<string, unknown>> = {},
): unknown {
  return { Resources: resources, Outputs: outputs };
}

/** An output with an export. */
export function exported(name: unknown, value: unknown): unknown {
  return { Value: value, Export: { Name: name } };
}
