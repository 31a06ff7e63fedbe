import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './commands.ts';

/**
 * Runs commands as CodeBuild does: as root, in one shell, until one fails, in the folder of the source that CodePipeline has
 * unpacked (no history, nothing that Git ignores). Their output goes to our terminal.
 *
 * @returns the exit code
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-cmd.html
 */
export async function runAsBuild(options: {
  readonly image: string;
  /** The name of the container, which is removed afterwards. */
  readonly name: string;
  readonly projectRoot: string;
  readonly commands: readonly string[];
}): Promise<number> {
  const { image, name, projectRoot, commands } = options;
  const source = spawn('tar', ['-C', projectRoot, ...ignored(projectRoot), '-c', '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const container = spawn(
    'docker',
    [
      ...['run', '--rm', '--interactive', '--name', name, '--network', 'host', '--memory', `${MEMORY_GB}g`],
      ...['--workdir', '/codebuild/output/src', ...settings()],
      ...[image, 'sh', '-e', '-c', ['tar -x', 'set -x', ...commands].join('\n')],
    ],
    { stdio: [source.stdout, 'inherit', 'inherit'] },
  );
  return await new Promise((resolve, reject) => {
    container.once('error', reject).once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * The compute type of the pipeline.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html
 */
const MEMORY_GB = 8;

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html */
const CODEBUILD_ENVIRONMENT = {
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_REGION: 'us-east-1',
  CODEBUILD_BUILD_NUMBER: '1',
  CODEBUILD_INITIATOR: 'codepipeline/NovaActPipeline',
};

/** How npm on this machine reaches its registry. */
const NPM_KEYS = ['registry', 'proxy', 'https-proxy', 'noproxy'];

function settings(): string[] {
  const npm = NPM_KEYS.map((key) => [`npm_config_${key.replace('-', '_')}`, npmConfig(key)] as const);
  const environment = [...Object.entries(CODEBUILD_ENVIRONMENT), ...npm.filter(([, value]) => value !== '')];
  const cafile = npmConfig('cafile');
  return [
    ...environment.flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    ...(cafile === '' ? [] : ['--volume', `${cafile}:${CAFILE}:ro`, '--env', `npm_config_cafile=${CAFILE}`]),
  ];
}

const CAFILE = '/run/npm-ca.pem';

function npmConfig(key: string): string {
  const value = run('npm', ['config', 'get', key]);
  return value === 'null' ? '' : value;
}

function ignored(projectRoot: string): string[] {
  const lines = readFileSync(path.join(projectRoot, '.gitignore'), 'utf8').split('\n');
  const patterns = lines.filter((line) => line !== '').map((line) => line.replace(/\/$/, ''));
  return ['.git', ...patterns].map((pattern) => `--exclude=${pattern}`);
}
