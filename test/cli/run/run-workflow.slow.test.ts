import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Shop, startShop } from './shop-project.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
});

test('a workflow of the catalog gets the variables and secrets of its entry, and its definition is made', async () => {
  const { exitCode, stdout, stderr } = await shop.run(['shop']);

  expect(JSON.parse(stdout)).toEqual({
    COLOR: 'blue',
    KEY: expect.stringMatching(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:shop\/key-/),
    MINE: 'of this shell',
    NOVA_ACT_ARTIFACT_PREFIX: 'of-the-catalog',
  });
  expect(exitCode).toBe(0);
  expect(shop.runs()).toEqual(['of-the-catalog SUCCEEDED']);
  const [{ runId } = { runId: '' }] = shop.aws.store.runs();
  expect(stderr).toContain(`Target: local AWS at ${shop.aws.url}\n`);
  expect(stderr).toContain(
    'Left out here: NOVA_ACT_CONCURRENCY (one call is made), AWS_ENDPOINT_URL_NOVA_ACT (the target above decides it), AWS_PROFILE (',
  );
  expect(stderr).toContain('  the workflow says something\n');
  expect(stderr).toContain(`  run ${runId.slice(0, 8)} of of-the-catalog SUCCEEDED\n`);
  expect(stderr).toContain(`  viewer   ${shop.aws.viewerUrl}definitions/of-the-catalog/runs/${runId}\n`);
});

test('a process that is killed is a failure, and its run is ended as FAILED', async () => {
  const { exitCode, json } = await shop.run(['shop', '--payload', '{"how":"crash"}', '--json']);

  expect(exitCode).toBe(1);
  const message = "The workflow's process was ended by SIGKILL before it had a result.";
  expect(json).toMatchObject({
    ok: false,
    error: { code: 'ProcessEnded', message },
    data: { workflow: 'shop' },
  });
  expect(shop.runs().at(-1)).toBe('of-the-catalog FAILED');
});

test('what a workflow prints is not in the result, and that it began no run is said', async () => {
  const { exitCode, json, stderr } = await shop.run(['workflows/loud.ts', '--json']);

  expect(json).toMatchObject({ ok: true, data: { result: 'done', workflowRunIds: [] } });
  expect(exitCode).toBe(0);
  expect(stderr.match(/x{10000}/g)).toHaveLength(1000);
  expect(stderr).toContain('No workflow run was heard of: the workflow began none, or');
});

test('with the role of a deployed runtime, a permission that is missing shows', async () => {
  const { exitCode, stderr } = await shop.run([
    ...(await shop.deployProbe('Open', 'arn:aws:iam::000000000000:role/Developer')),
    '--assume-role',
  ]);

  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /assumed-role\/probe\/act-run is not authorized to perform: nova-act:CreateWorkflowRun/,
  );
});
