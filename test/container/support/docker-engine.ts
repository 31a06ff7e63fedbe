import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommandError, cacheFolder, installPackages, isInstalled, say } from './commands.ts';

/** A Docker engine that answers at `DOCKER_HOST`, or at the default address. */
export interface DockerEngine {
  /** What commands need in their environment to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the engine if we have started it. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;

/** Where a started engine keeps images from one time to the next. */
function dataRoot(): string {
  return path.join(cacheFolder(), 'docker');
}

/** The engine that runs already, else one of our own, installed if need be. */
export async function dockerEngine(): Promise<DockerEngine> {
  if (answers({})) return { environment: {}, stop: async () => undefined };
  install();
  return start();
}

function answers(environment: Readonly<Record<string, string>>): boolean {
  const env = { ...process.env, ...environment };
  return spawnSync('docker', ['version'], { env, stdio: 'ignore' }).status === 0;
}

function install(): void {
  const missing = [
    ...(isInstalled('docker') && isInstalled('dockerd') ? [] : ['docker.io']),
    // The engine asks for it even when it is told to leave the firewall alone.
    ...(isInstalled('iptables') ? [] : ['iptables']),
  ];
  installPackages(missing, { otherwise: 'No Docker engine runs: start Docker, then try again.' });
}

/** An engine without a network of its own: the containers of these tests share that of the machine. */
async function start(): Promise<DockerEngine> {
  const runDir = mkdtempSync(path.join(tmpdir(), 'dockerd-'));
  const socket = `unix://${path.join(runDir, 'docker.sock')}`;
  const logFile = path.join(runDir, 'dockerd.log');
  mkdirSync(dataRoot(), { recursive: true });
  say(`starting a Docker engine (images in ${dataRoot()})`);
  const log = openSync(logFile, 'a');
  const child = spawn(
    'dockerd',
    [
      ...['--host', socket, '--data-root', dataRoot(), '--exec-root', path.join(runDir, 'exec')],
      ...['--pidfile', path.join(runDir, 'docker.pid')],
      ...['--bridge', 'none', '--iptables=false', '--ip6tables=false'],
    ],
    { stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  const environment = { DOCKER_HOST: socket };
  const stop = async (): Promise<void> => {
    await end(child);
    // What containers with the machine's network leave mounted.
    spawnSync('umount', [path.join(runDir, 'exec', 'netns', 'default')], { stdio: 'ignore' });
    rmSync(runDir, { recursive: true, force: true });
  };
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!answers(environment)) {
    if (child.exitCode !== null || child.pid === undefined || performance.now() > deadline) {
      const said = readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n');
      await stop();
      throw new CommandError(`The Docker engine did not start:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { environment, stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}
