import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { projectRoot, run } from '../../support/processes.ts';
import { cacheFolder } from '../../support/python.ts';
import { newState } from '../call.ts';
import type { Client } from '../client.ts';
import { resultOf } from '../row.ts';
import { goVersion } from '../versions.ts';

const isInstalled = spawnSync('go', ['version']).status === 0;

/** AWS SDK for Go v2. */
export const go: Client = {
  name: 'AWS SDK for Go',
  version: goVersion('github.com/aws/aws-sdk-go-v2'),
  remark: 'There is none for Nova Act.',
  missing: isInstalled ? undefined : 'Go is not installed',
  async rows(world) {
    const { local, outputs, secret, accountId, payload, answer } = world;
    const { own, sessionId } = newState(go.name, world);
    const program = path.join(cacheFolder(), 'interop-go');
    await run('go', ['-C', path.join(projectRoot, 'test', 'interop', 'go'), 'build', '-o', program, '.']);
    const given = {
      runtimeArn: outputs.RuntimeArn,
      runtimeId: outputs.RuntimeId,
      accountId,
      sessionId,
      payload,
      answer,
      bucket: outputs.ArtifactBucketName,
      prefix: `${own}/`,
      runtimeLogGroup: outputs.RuntimeLogGroupName,
      secret: secret.name,
      secretValue: secret.value,
    };
    const { stdout } = await run(program, [JSON.stringify(given)], local.environment);
    return stdout
      .trim()
      .split('\n')
      .map((line) => {
        const { service, operation, how, ...outcome } = JSON.parse(line);
        return { service, operation, how, client: go.name, result: resultOf(outcome) };
      });
  },
};
