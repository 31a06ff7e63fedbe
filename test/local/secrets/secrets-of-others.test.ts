import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, test } from '@jest/globals';
import { deploymentOf, RuntimeRegistry } from '../../../lib/local/agentcore/index.ts';
import { startWithBareHost } from '../agentcore/bare-host.ts';

test('a session without a role may ask for the secrets that its own workflow names, others for all', async () => {
  await using host = await startWithBareHost();
  const registry = new RuntimeRegistry(host);
  const bundleDir = registry.list()[0]?.bundleDir ?? '';
  for (const [name, secret] of [
    ['bare', 'own'],
    ['other', 'theirs'],
  ] as const) {
    const entry = { name, entry: 'x.ts', definitionName: name, description: 'X.', environment: {} };
    registry.deploy(deploymentOf({ ...entry, secrets: { SECRET_ARN: secret } }, bundleDir));
  }
  const { text: accessKeyId } = await host.call({ do: 'who' });
  const ask = async (SecretId: string, key: string): Promise<unknown> => {
    const client = new SecretsManagerClient({
      endpoint: host.aws.url,
      region: 'us-east-1',
      credentials: { accessKeyId: key, secretAccessKey: 'any' },
    });
    return await client
      .send(new DescribeSecretCommand({ SecretId }))
      .then(({ Name }) => Name)
      .catch((error: unknown) => error)
      .finally(() => client.destroy());
  };

  expect(await ask('own', accessKeyId)).toBe('own');
  expect(await ask('theirs', 'any')).toBe('theirs');
  expect(await ask('theirs', accessKeyId)).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(
      /^The session \S+ of bare is not authorized to perform: secretsmanager:DescribeSecret on resource: \S+:secret:theirs-\w{6}, because .* To allow it, add the secret to "secrets" of the workflow in the catalog\.$/,
    ),
  });
});
