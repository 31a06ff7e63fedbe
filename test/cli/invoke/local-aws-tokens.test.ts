import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { InvokeArguments } from '../../../lib/cli/invoke/options.ts';
import { localEnvironment } from '../../../lib/local/local-environment.ts';
import { startWithBareHost } from '../../local/agentcore/bare-host.ts';
import { type IdentityProvider, startIdentityProvider } from '../../local/agentcore/identity-provider.ts';
import { callInvoke } from './call-invoke.ts';

let provider: IdentityProvider;
let bare: Awaited<ReturnType<typeof startWithBareHost>>;
beforeAll(async () => {
  provider = await startIdentityProvider();
  const { discoveryUrl } = provider;
  bare = await startWithBareHost({ authorizer: { discoveryUrl, allowedClients: ['shop'] } });
});
afterAll(async () => {
  await bare[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

/** The command with the environment that local AWS prints, and a token. */
async function invoke(
  payload: unknown,
  args: Partial<InvokeArguments> = {},
  { token = provider.token({ client_id: 'shop' }), interrupt = new AbortController().signal } = {},
) {
  const environment = { ...localEnvironment(bare.aws.url), SHOP_TOKEN: token };
  const text = payload === undefined ? undefined : JSON.stringify(payload);
  const result = await callInvoke(
    { workflow: bare.arn, bearerTokenEnv: 'SHOP_TOKEN', payload: text, ...args },
    { environment, interrupt },
  );
  expect(`${result.stdout}${result.stderr}`).not.toContain(token);
  return result;
}

describe('when a workflow is invoked on local AWS with a token', () => {
  test('its result comes as ever, with --json and --stream as well', async () => {
    expect(await invoke({ do: 'answer', value: 'here' })).toMatchObject({ exitCode: 0, stdout: 'here\n' });
    const { stdout } = await invoke({ do: 'stream' }, { json: true, stream: true });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, data: { result: 'there' } });
  });

  test('it is started, waited for, and stopped', async () => {
    const started = await invoke({ do: 'background' }, { async: true, json: true });
    const { id, sessionId } = JSON.parse(started.stdout).data;
    const interrupt = new AbortController();
    const runs = bare.aws.store.runs().length;
    const ended = invoke({ do: 'hang' }, { sessionId }, { interrupt: interrupt.signal });
    while (bare.aws.store.runs().length === runs) await new Promise((resolve) => setTimeout(resolve, 20));
    interrupt.abort(new Error('Interrupted'));
    expect(await ended).toMatchObject({
      exitCode: 130,
      stderr: expect.stringContaining(`The session ${sessionId} was stopped.`),
    });

    const waited = await invoke(undefined, { wait: id, json: true });
    expect(JSON.parse(waited.stdout)).toMatchObject({
      error: { message: expect.stringMatching(/the session was stopped$/) },
    });
  });
});

describe('when local AWS does not take what is shown', () => {
  test('the command says why, and what the authorizer wants: exit 2', async () => {
    const { exitCode, stderr } = await invoke({}, {}, { token: provider.token({ client_id: 'shed' }) });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(
        /Claim 'client_id' value mismatch with configuration\. The token has shed; the authorizer takes shop\. The runtime does not take the token in SHOP_TOKEN/,
      ),
    });
  });

  test('without the option, it is named', async () => {
    const { exitCode, stderr } = await invoke({}, { bearerTokenEnv: undefined });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(
        /Authorization method mismatch\. .* name it with --bearer-token-env\.\n$/,
      ),
    });
  });
});
