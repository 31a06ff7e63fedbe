import path from 'node:path';
import { expect, test } from '@jest/globals';
import { makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { NovaAct, Workflow } from '../../../lib/sdk/index.ts';
import { NovaActClient } from '../../../lib/service/index.ts';
import { agentCall, scriptedAgent, startScenario } from '../../../lib/testing/index.ts';

const SDK = `${path.resolve(import.meta.dirname, '../../../lib/sdk')}${path.sep}`;

test('between the code of a workflow and a request of its act lie at most seven frames of the SDK', async () => {
  const agent = scriptedAgent([{ steps: [[agentCall.look()]], returns: 'ok' }]);
  await using service = await startScenario({ agent });
  const client = new NovaActClient({ endpoint: service.aws.url, credentials: makeLocalCredentials() });
  const stacks: string[][] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'InvokeActStepCommand') stacks.push(stackOfNow());
        return next(args);
      },
    { step: 'initialize', priority: 'high' },
  );

  await Workflow.run({ definitionName: 'shop', client }, async function codeOfTheWorkflow() {
    await using nova = await NovaAct.start();
    await nova.act('Look');
  });

  client.destroy();
  expect(stacks).toHaveLength(2);
  for (const stack of stacks) {
    const caller = stack.findIndex((frame) => frame.includes('codeOfTheWorkflow'));
    // Whoever reads the stack of an error finds the own code in it.
    expect(caller).toBeGreaterThan(0);
    const frames = stack.slice(0, caller).filter((frame) => frame.includes(SDK));
    expect(frames).not.toEqual([]);
    expect(frames.length).toBeLessThanOrEqual(7);
  }
});

/** The frames of the running code and of what awaits it, innermost first. */
function stackOfNow(): string[] {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 50;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return stack.split('\n').slice(1);
}
