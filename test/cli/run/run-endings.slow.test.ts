import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runningLocalAws } from '../../../lib/local/running-local-aws.ts';
import { type Shop, startShop } from './shop-project.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
});

test('a file that is no entry runs with what its code says, and is named from where the command was called', async () => {
  const { exitCode, stdout } = await shop.run(['./probe.ts'], {
    directory: path.join(shop.project.root, 'workflows'),
  });

  expect(stdout).toBe('red\n');
  expect(exitCode).toBe(0);
  expect(shop.runs().at(-1)).toBe('x SUCCEEDED');
});

test('what a file has thrown in its run is on the page of the run', async () => {
  const { stderr } = await shop.run(['workflows/probe.ts', '--payload', '{"fails":true}']);

  expect(await pageIn(stderr)).toContain('no probe left');
});

test('where in the author’s own code it failed is said', async () => {
  const place = /^ *throw new Error/m;
  const code = `import { workflow } from '${path.resolve('lib', 'sdk', 'index.ts')}';
    export const main = workflow({ definitionName: 'deep' }, async () => await new Cart().buy());
    class Cart {
      async buy(): Promise<void> {
        throw new Error('sold out');
      }
    }`;
  shop.project.write('deep.ts', code);
  const { json, stderr } = await shop.run(['deep.ts', '--json']);

  const line = code.slice(0, code.search(place)).split('\n').length;
  expect(stderr).toContain(`The workflow failed (Error): sold out\n  thrown   deep.ts:${line}:15\n`);
  expect(stderr).not.toContain('    at ');
  expect(json).toMatchObject({ error: { message: 'sold out' }, data: { thrownAt: `deep.ts:${line}:15` } });
});

test('a workflow that fails before a run begins leads to its invocation, which says why', async () => {
  const { exitCode, stderr } = await shop.run(['workflows/early.ts']);

  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/ {2}viewer {3}\S+\/invocations\//);
  expect(await pageIn(stderr)).toContain('no wish given');
});

/** The page that a command leads to. */
async function pageIn(stderr: string): Promise<string> {
  const [, url = ''] = / {2}viewer {3}(\S+)/.exec(stderr) ?? [];
  return await (await fetch(url)).text();
}

test.each([
  ['throws', 'throw', 'RangeError', 'out of stock'],
  ['calls process.exit(0)', 'exit', 'ProcessExitCalled', expect.stringContaining('process.exit(0)')],
])('a workflow that %s is a failure, and its run FAILED', async (_title, how, code, message) => {
  const { exitCode, json, stderr } = await shop.run(['shop', '--payload', JSON.stringify({ how }), '--json']);

  expect(exitCode).toBe(1);
  expect(json).toMatchObject({ ok: false, error: { code, message }, data: { workflow: 'shop' } });
  expect(stderr).toContain(`The workflow failed (${code}): `);
  expect(shop.runs().at(-1)).toBe('of-the-catalog FAILED');
});

test('Ctrl-C ends the run as FAILED, and the process with it', async () => {
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort(new Error('interrupted by SIGINT'));
  shop.aws.store.once('change', () => setTimeout(stop, 50));
  const { exitCode, stdout, stderr } = await shop.run(['shop', '--payload', '{"how":"hang"}'], {
    interrupt: interrupt.signal,
  });

  expect(exitCode).toBe(130);
  expect(stdout).toBe('');
  expect(stderr).toContain('The workflow failed (RunStopped): The run was stopped: interrupted by SIGINT.');
  expect(await pageIn(stderr)).toContain('The run was stopped: interrupted by SIGINT.');
  expect(shop.runs().at(-1)).toBe('of-the-catalog FAILED');
});

test('it has the variables of the deployed runtime, but for those of the container', async () => {
  const { exitCode, stdout, stderr } = await shop.run(await shop.deployProbe('Closed'));

  expect(stdout).toBe('green\n');
  expect(exitCode).toBe(0);
  expect(stderr).toContain('Left out here: PORT (there is no port 8080 here).');
});

test('a role that lets nobody in is not taken, and what would let the caller in is said', async () => {
  const { exitCode, stderr } = await shop.run([...(await shop.deployProbe('Closed')), '--assume-role']);

  expect(exitCode).toBe(2);
  expect(stderr).toContain('Its trust policy does not let the caller in.');
  expect(stderr).toContain('name who may in "roleCanBeAssumedBy" of the settings');
});

test('where no local AWS runs, one is started for the run, with the secrets of the entry, and stopped', async () => {
  const other = path.join(shop.project.root, 'other-state');
  const { exitCode, stderr } = await shop.run(['shop', '--state-dir', other]);

  expect(exitCode).toBe(0);
  expect(stderr).toContain(`one is started for this run (state folder ${other})`);
  expect(stderr).not.toContain('viewer ');
  expect(existsSync(other)).toBe(true);
  expect(await runningLocalAws(other)).toBeUndefined();
});

test('with --watch it runs again when a file is saved, and tells type errors', async () => {
  const interrupt = new AbortController();
  const { project } = shop;
  project.write(
    'tsconfig.json',
    '{ "compilerOptions": { "strict": true, "noEmit": true, "types": [] }, "files": ["watched.ts"] }',
  );
  project.write('watched.ts', "import { word } from './word.ts';\nexport const main = (): string => word;");
  project.write('word.ts', "export const word: string = 'first';");
  let stdout = '';
  let stderr = '';
  const exit = shop.run(['watched.ts', '--watch'], {
    interrupt: interrupt.signal,
    stdout: (text) => {
      stdout += text;
      if (text === 'first\n') project.write('word.ts', 'export const word: string = 2;');
    },
    stderr: (text) => {
      stderr += text;
      if (stderr.includes('TS2322')) interrupt.abort(new Error('interrupted by SIGINT'));
    },
  });

  expect((await exit).exitCode).toBe(0);
  expect(stdout).toBe('first\n2\n');
  expect(stderr).toContain("  word.ts:1:14: Type 'number' is not assignable to type 'string'. (TS2322)");
  expect(stderr).toMatch(/Stopped\.\n$/);
});

test('with --watch, the result of a run that could not be stopped in time is not taken for that of the saved code', async () => {
  const interrupt = new AbortController();
  const { project } = shop;
  project.write(
    'late.ts',
    `import { word, waitMs } from './late-word.ts';
     export const main = async () => {
       console.log('has begun');
       await new Promise((resolve) => setTimeout(resolve, waitMs));
       return word;
     };`,
  );
  project.write('late-word.ts', `export const word = 'old', waitMs = 3000;`);
  let stdout = '';
  let stderr = '';
  const exit = shop.run(['late.ts', '--watch'], {
    interrupt: interrupt.signal,
    stdout: (text) => {
      stdout += text;
      interrupt.abort(new Error('interrupted by SIGINT'));
    },
    stderr: (text) => {
      stderr += text;
      if (text.includes('has begun') && !stderr.includes('Saved'))
        project.write('late-word.ts', `export const word = 'new', waitMs = 0;`);
    },
  });

  expect((await exit).exitCode).toBe(0);
  expect(stdout).toBe('new\n');
  expect(stderr).toMatch(
    /Saved: runs again [\s\S]*The run of the code before came to its end all the same; its result is left out\.\nRunning late/,
  );
});
