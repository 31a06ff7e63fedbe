import { describe, expect, test } from '@jest/globals';
import { importsOf } from '../../../lib/assembly/intrinsics.ts';
import { type PlannedStack, readAssembly } from '../../../lib/assembly/read-assembly.ts';
import { workflowApp } from '../../../lib/cdk/index.ts';
import { exportsOf } from '../../../lib/cli/preflight/changed-exports.ts';
import { lookAround } from '../../../lib/cli/preflight/look-around.ts';
import type { DeployedStack } from '../../../lib/cli/preflight/world.ts';
import { appProps, projectRoot } from '../../cdk/synthesis.ts';

/** What our app deploys, with one workflow of this name. */
function synthesize(build: string, name = 'greeting'): readonly PlannedStack[] {
  const props = appProps({ build });
  const entry = {
    name,
    entry: 'test/cdk/fixtures/greeting.ts',
    definitionName: 'greeting',
    description: 'x',
  };
  const assembly = workflowApp({ catalog: [entry], projectRoot, appProps: props }).synth();
  return readAssembly(assembly.directory);
}

/** The same stacks once they are deployed, and what imports what. */
async function compare(before: readonly PlannedStack[], after: readonly PlannedStack[]) {
  const stacks = before.map(
    ({ stackName, template }): DeployedStack => ({
      stackName,
      account: '123456789012',
      status: 'CREATE_COMPLETE',
      isProtected: false,
      parameters: {},
      exports: new Map([...exportsOf(template, new Map()).keys()].map((name) => [name, `value of ${name}`])),
      template: undefined,
    }),
  );
  return await lookAround({
    region: 'us-east-1',
    app: 'cdk.out',
    planned: after,
    stacks,
    reader: {
      template: async (name) => before.find(({ stackName }) => stackName === name)?.template,
      importers: async (name) =>
        before
          .filter(({ template }) => importsOf(template, new Map()).has(name))
          .map(({ stackName }) => stackName),
    },
  });
}

describe.each(['zip', 'docker', 'codebuild'])('our app, built by %s', (build) => {
  test('can be deployed again', async () => {
    const stacks = synthesize(build);

    expect(await compare(stacks, stacks)).toEqual({ refused: [], notices: [] });
  });
});

test('a renamed workflow of our app is refused, and its old stack is shown', async () => {
  const { refused, notices } = await compare(synthesize('zip'), synthesize('zip', 'welcome'));

  expect(refused.map(({ rule, stackName }) => [rule, stackName])).toEqual([
    ['name-taken', 'NovaActWorkflow-welcome'],
  ]);
  expect(notices.map(({ rule, stackName }) => [rule, stackName])).toEqual([
    ['not-in-assembly', 'NovaActWorkflow-greeting'],
  ]);
});
