import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { projectRoot, temporaryFolder } from './synthesis.ts';

/** An app as people have it, in a project of their own. */
const project = temporaryFolder();
const library = JSON.stringify(path.join(projectRoot, 'lib', 'cdk', 'index.ts'));
const MODULES = `import { App, Stack } from 'aws-cdk-lib'; import { NovaActWorkflow, WorkflowDefinition } from ${library};`;
const WRONG =
  "new NovaActWorkflow(new Stack(new App(), 'Shop'), 'Prices', { entry: 'prices.ts', workflowName: 'My_prices' });";
/** Only the end of the program synthesises it, when the CDK CLI started it. */
const TWICE = `const stack = new Stack(new App(), 'Shop');
  for (const id of ['One', 'Two']) new WorkflowDefinition(stack, id, { workflowDefinitionName: 'prices' });`;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(name: string, code: string, env: Readonly<Record<string, string>> = {}): Ended {
  writeFileSync(path.join(project, name), code);
  return processOf(['--import', 'tsx', name], env);
}

function processOf(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd: string = project,
): Ended {
  return spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { PATH: path.dirname(process.execPath), HOME: project, CDK_VALIDATION: 'false', ...env },
  });
}

beforeAll(() => {
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(project, 'node_modules'));
  writeFileSync(path.join(project, 'package.json'), '{}');
});

describe('when nobody catches that a workflow is described wrongly', () => {
  const problems = (stderr: string): void => {
    expect(stderr).toMatch(/^The workflow "My_prices" has 2 problems:\n/);
    expect(stderr).toContain('Prices.entry cannot be bundled');
    expect(stderr).not.toMatch(/^\s+at |\.ts:\d+|Node\.js v/m);
  };

  test.each([
    ['a module', 'app.mts', `${MODULES} ${WRONG}`],
    ['a promise', 'later.mts', `${MODULES} setTimeout(async () => { await null; ${WRONG} }, 20);`],
  ])('%s ends with 1, and its message without a stack', (_, name, code) => {
    const { status, stderr } = run(name, code);

    expect(status).toBe(1);
    problems(stderr);
  });

  test('what shows at the end of the program is said so, too', () => {
    const { status, stderr } = run('twice.mts', `${MODULES} ${TWICE}`, { CDK_OUTDIR: 'cdk.out' });

    expect(status).toBe(1);
    expect(stderr).toMatch(/^The app has 1 problem:\n.*Shop\/Two.*also of Shop\/One/s);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('the CDK CLI shows it', () => {
    const cli = path.join(projectRoot, 'node_modules', 'aws-cdk', 'bin', 'cdk');
    const app = `"${process.execPath}" --import tsx app.mts`;
    const { status, stderr } = processOf([cli, 'synth', '--app', app, '--no-notices'], {
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      AWS_EC2_METADATA_DISABLED: 'true',
    });

    expect(status).toBe(1);
    problems(stderr);
  });

  test('the CDK CLI shows what the app of this project says of its command line', () => {
    const cli = path.join(projectRoot, 'node_modules', 'aws-cdk', 'bin', 'cdk');
    const args = [cli, 'synth', '--context', 'build=dokcer', '--no-notices'];
    const { stderr } = processOf(args, { CDK_DISABLE_CLI_TELEMETRY: 'true' }, projectRoot);

    expect(stderr).toContain('fix: did you mean "-c build=docker"?');
    expect(stderr).not.toContain('app-settings.ts:');
  });

  test('who asks for the stack has it', () => {
    expect(run('app.mts', `${MODULES} ${WRONG}`, { CDK_DEBUG: 'true' }).stderr).toMatch(/^\s+at .*app\.mts/m);
  });
});

describe('when the program does something about errors', () => {
  test('one that is caught changes nothing, for those of others neither', () => {
    const { status, stderr } = run(
      'caught.mts',
      `${MODULES} try { ${WRONG} } catch { console.error('caught'); } throw new TypeError('mine');`,
    );

    expect(status).toBe(1);
    expect(stderr).toMatch(/^caught\n[\s\S]*TypeError: mine\n\s+at [\s\S]*Node\.js v/);
    expect(stderr).not.toContain('2 problems');
  });

  test('a monitor that came later hears of it, and a second copy of the module adds no listener', () => {
    const copy = JSON.stringify(`${path.join(projectRoot, 'lib', 'core', 'say-uncaught.ts')}?copy`);
    const { status, stderr } = run(
      'monitoring.mts',
      `${MODULES} const { sayUncaught } = await import(${copy}); try { ${WRONG} } catch (error) { sayUncaught(error); }
       process.on('uncaughtExceptionMonitor', () => console.error('heard'));
       console.error(process.listenerCount('uncaughtExceptionMonitor')); ${WRONG}`,
    );

    expect(status).toBe(1);
    expect(stderr).toMatch(/^2\nheard\nThe workflow/);
  });

  test('a listener of its own has the error', () => {
    const { status, stdout, stderr } = run(
      'listening.mts',
      `${MODULES} process.on('uncaughtException', (error) => { console.log(error.name); process.exitCode = 7; }); ${WRONG}`,
    );

    expect([status, stdout, stderr]).toEqual([7, 'WorkflowConfigurationError\n', '']);
  });
});
