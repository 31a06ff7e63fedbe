import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { pullObject } from '../../../lib/cli/artifacts/pull-object.ts';
import { callCommand } from '../call-command.ts';
import { startDeployedProject } from '../deployed-project.ts';

let deployed: Awaited<ReturnType<typeof startDeployedProject>>;
let root: string;
let runId: string;
beforeAll(async () => {
  deployed = await startDeployedProject();
  root = deployed.project.root;
  ({ runId } = await deployed.invoke('apples'));
  await deployed.invoke('plums');
  const s3 = new S3Client({ ...deployed.connection, forcePathStyle: true });
  const put = (key: string, body: string) =>
    s3.send(new PutObjectCommand({ Bucket: deployed.outputs.ArtifactBucketName, Key: key, Body: body }));
  await put(`shop/runs/${runId}/sessions/s/acts/a/act.json`, '{}');
  await put('shop/../../outside', 'caught');
  await put('shop/big', 'x'.repeat(3_000_000));
  await put('shopping/of-another', 'no');
  await put(`shop-2/runs/${runId}.json`, 'no');
  await put('shop-2step_1.json', 'no');
  await put('shopstep_1.json', '{}');
  await put(`shop/runs/not-${runId}`, '{}');
  s3.destroy();
});
afterEach(() => deployed.aws.setFailures([]));
afterAll(() => deployed[Symbol.asyncDispose]());

const artifacts = (args: readonly string[], options: Partial<Parameters<typeof callCommand>[1]> = {}) =>
  callCommand(['artifacts', ...args, '--local'], { projectRoot: root, ...options });

/** All files below a folder, in order. */
const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();

describe('list', () => {
  test('says key, size, time and kind of what the only workflow has, and of no other', async () => {
    const { exitCode, stdout, stderr } = await artifacts(['list']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringMatching(/\n9 objects, 3\.0 MB, in s3:\/\/nova-act-local-artifacts\/shop\/\n$/),
    });
    expect(stdout).toMatch(/^TIME +SIZE +KIND +KEY\n/);
    expect(stdout).toMatch(/^\d{4}-\S+Z {2}3\.0 MB +other +big$/m);
    expect(stdout).toMatch(/ record +invocations\/[0-9a-f-]{36}\.json$/m);
    expect(stdout).toMatch(new RegExp(` run +runs/${runId}\\.json$`, 'm'));
    expect(stdout).toMatch(/ act +shopstep_1\.json$/m);
    expect(stdout).not.toMatch(/of-another|shop-2/);
  });

  test('has of a run its record, its pointer and its acts', async () => {
    const { json } = await artifacts(['list', 'shop', '--run', runId, '--json']);
    expect(json).toMatchObject({
      ok: true,
      data: { bucket: 'nova-act-local-artifacts', prefix: 'shop', objects: expect.any(Array) },
    });
    const { objects } = Reflect.get(Object(json), 'data');
    const kinds = objects.map(({ kind }: { readonly kind: string }) => kind);
    expect(kinds.sort()).toEqual(['act', 'record', 'run']);
  });

  test('of a run finds it by the beginning of its id, and nothing of others that contain it', async () => {
    const { json } = await artifacts(['list', '--run', runId.slice(0, 8), '--json']);
    expect(Reflect.get(Object(json), 'data').objects).toHaveLength(3);
  });

  test.each([
    [['00000000-0000-4000-8000-000000000000'], /nothing of run 0.* in s3:.*\/shop\/\. Name the workflow/],
    [['00000000'], /None of the newest runs of shop on local AWS .* begins with "00000000"/],
    [['json'], /"json" is not the id of a run/],
  ])('of run %s, which nobody knows, is a wrong use', async ([id = ''], message) => {
    const { exitCode, stderr } = await artifacts(['list', '--run', id]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(message) });
  });
});

describe('pull', () => {
  test('writes files below the folder of the workflow, with the times of the objects, and later what is new', async () => {
    const first = await artifacts(['pull']);
    const folder = path.join(root, 'artifacts', 'shop');
    expect({ exitCode: first.exitCode, stdout: first.stdout }).toEqual({
      exitCode: 0,
      stdout: `Pulled 9 objects (3.0 MB) to ${folder}; 0 were there already.\n`,
    });
    expect(filesBelow(folder)).toEqual(
      expect.arrayContaining(
        ['.%2E/.%2E/outside', 'big', `runs/${runId}.json`].map((file) => path.normalize(file)),
      ),
    );
    expect(JSON.parse(readFileSync(path.join(folder, 'runs', `${runId}.json`), 'utf8'))).toMatchObject({
      definitionName: 'shop',
    });
    expect(statSync(path.join(folder, 'big')).size).toBe(3_000_000);

    const again = await artifacts(['pull']);
    expect(again.stdout).toBe(`Pulled 0 objects (0 B) to ${folder}; 9 were there already.\n`);
  });

  test('replaces nothing that differs unless told to, and fetches the others', async () => {
    const folder = path.join(root, 'differs');
    mkdirSync(path.join(folder, 'invocations'), { recursive: true });
    writeFileSync(path.join(folder, 'big'), 'mine');
    symlinkSync(root, path.join(folder, 'runs'));
    const { exitCode, stderr, json } = await artifacts(['pull', '--out', 'differs', '--json']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `Failed: big: ${path.join(folder, 'big')} is there and differs in size or time; --force`,
    );
    expect(json).toMatchObject({
      ok: false,
      error: {
        code: 'ArtifactsNotPulled',
        message: expect.stringMatching(/^5 of 9 objects could not be pulled/),
      },
      data: { folder, pulled: { length: 4 }, there: [], failed: { length: 5 } },
    });
    // Through the link nothing was written.
    expect(existsSync(path.join(root, `${runId}.json`))).toBe(false);
    expect(readFileSync(path.join(folder, 'big'), 'utf8')).toBe('mine');

    const forced = await artifacts(['pull', '--out', 'differs', '--force']);
    expect(forced.exitCode).toBe(1);
    expect(statSync(path.join(folder, 'big')).size).toBe(3_000_000);
  });

  test('says which objects failed, and has the others; of the failed nothing is left', async () => {
    deployed.aws.setFailures(['GetObject cut-midway every']);
    const folder = path.join(root, 'cut');
    const { exitCode, stderr } = await artifacts(['pull', '--out', folder], { interactive: true });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Failed: big: .*\n/);
    expect(stderr).toMatch(/\d of 9 objects could not be pulled\. Pulled /);
    expect(filesBelow(folder).filter((file) => file === 'big' || file.endsWith('.tmp'))).toEqual([]);

    deployed.aws.setFailures([]);
    expect((await artifacts(['pull', '--out', folder])).exitCode).toBe(0);
  });

  test('leaves no part of a file when it is interrupted', async () => {
    deployed.aws.setFailures(['GetObject slow 5s every']);
    const stop = new AbortController();
    const folder = path.join(root, 'stopped');
    setTimeout(() => stop.abort(), 300);
    const { exitCode } = await artifacts(['pull', '--out', folder], { interrupt: stop.signal });
    expect({ exitCode, files: filesBelow(folder) }).toEqual({ exitCode: 130, files: [] });
  });
});

test('an object whose body is lost at once leaves nothing, also a little later', async () => {
  const folder = path.join(root, 'lost');
  const body = new Readable().on('error', () => {}).destroy(new Error('lost'));
  const object = { key: 'k', path: 'k', sizeBytes: 1, modifiedAt: new Date(), kind: 'other' } as const;
  const pulled = pullObject(
    { send: async () => ({ Body: body }) },
    { bucket: 'b', object, root: folder, names: ['k'], force: false, signal: new AbortController().signal },
  );
  await expect(pulled).rejects.toThrow();
  await sleep(20);
  expect(filesBelow(folder)).toEqual([]);
});
