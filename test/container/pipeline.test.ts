import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { workflowApp } from '../../lib/cdk/index.ts';
import { catalog } from '../../workflows/catalog.ts';
import { appProps, type BuildSpec, buildSpecs } from '../cdk/synthesis.ts';
import { runAsBuild } from './support/build-container.ts';
import { ensureBuildImage } from './support/build-image.ts';
import { run } from './support/commands.ts';

const PREPARATION_MS = 600_000;
const BUILD_MS = 1_800_000;

const projectRoot = path.resolve(import.meta.dirname, '..', '..');
const name = `nova-act-pipeline-test-${process.pid}`;

let image: string;
beforeAll(() => {
  image = ensureBuildImage(process.env.NOVA_ACT_BASE_IMAGE ?? '');
}, PREPARATION_MS);
afterAll(() => {
  spawnSync('docker', ['rm', '--force', name], { stdio: 'ignore' });
});

/** What the projects of the synthesized pipeline run. */
function projectsOfPipeline(): BuildSpec[] {
  const app = workflowApp({
    catalog,
    projectRoot,
    appProps: appProps({
      connection:
        'arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef',
      repository: 'owner/name',
    }),
  });
  const [pipeline = new Stack()] = app.node.children.filter((child) => child instanceof Stack);
  return buildSpecs(Template.fromStack(pipeline), app.outdir);
}

describe('when the pipeline runs for the first time, on a likeness of its build image', () => {
  const specs = projectsOfPipeline();

  test('there is neither a browser nor a library of one', () => {
    const programs = 'command -v chromium chromium-headless-shell google-chrome chrome';
    const libraries = 'ldconfig -p | grep -E "lib(nss3|atk|atspi|Xcomposite|Xdamage|Xrandr)"';
    expect(run('docker', ['run', '--rm', image, 'sh', '-c', `${programs}; ${libraries}; true`])).toBe('');
  });

  test(
    'what its projects install and start is there, and starts',
    async () => {
      const commands = specs.flatMap(({ phases: { install, build } }) => [
        ...install.commands.filter((command) => command.startsWith('npm install -g')),
        ...build.commands.map((command) => `${command.split(' ')[0]} --version`),
      ]);
      expect(commands).toEqual(
        expect.arrayContaining(['cdk --version', 'cdk-assets --version', 'npx --version']),
      );
      expect(await runAsBuild({ image, name, projectRoot, commands: [...new Set(commands)] })).toBe(0);
    },
    BUILD_MS,
  );

  test(
    'its synthesis checks, tests and synthesizes a clean checkout',
    async () => {
      const synth = specs.find(({ phases }) =>
        phases.build.commands.some((line) => line.includes('cdk synth')),
      );
      const commands = [...(synth?.phases.install.commands ?? []), ...(synth?.phases.build.commands ?? [])];
      expect(commands.slice(0, 3)).toEqual(['npm ci', 'npm run check', 'npm test']);
      expect(
        await runAsBuild({ image, name, projectRoot, commands: [...commands, 'ls cdk.out/manifest.json'] }),
      ).toBe(0);
    },
    BUILD_MS,
  );
});
