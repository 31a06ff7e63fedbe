// Makes sure that what the commands stand on is there: the packages of the lockfile, and a browser.
// Plain JavaScript without dependencies: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

checkNode();
ensurePackages();
ensureBrowser();

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(
    `Node ${process.versions.node} is too old; 20.19 or later is needed. Install it from https://nodejs.org.`,
  );
}

function ensurePackages() {
  if (packagesMatchLockfile()) return;
  say('installing packages: npm ci');
  const { status } = run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']);
  if (status !== 0) fail('`npm ci` failed; its output above says why. Mend it, then run the command again.');
}

/** Whether every package of the lockfile is installed in the version that it says; optional ones may be missing. */
function packagesMatchLockfile() {
  const installedFile = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = Object.entries(readPackages(path.join(root, 'package-lock.json')));
  const installed = readPackages(installedFile);
  return wanted.every(
    ([name, { version, optional }]) =>
      name === '' || installed[name]?.version === version || (optional && installed[name] === undefined),
  );
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    // Cut off in the middle of an installation: as good as none.
    return {};
  }
}

function ensureBrowser() {
  const { status, stderr: problem } = findBrowser();
  if (status === 0) return;
  // Another browser would not make the path right that the environment names.
  if (process.env.NOVA_ACT_BROWSER_PATH || process.env.CHROME_PATH) fail(String(problem).trim());
  if (process.env.NOVA_ACT_SKIP_BROWSER_INSTALL) {
    say('no browser found, and NOVA_ACT_SKIP_BROWSER_INSTALL is set: not installing one');
    return;
  }
  for (const { says, commands } of waysToInstall()) {
    say(`no browser found; installing one: ${says}`);
    if (commands.every(([command, ...args]) => run(command, args).status === 0) && hasBrowser()) return;
  }
  const { stderr } = findBrowser();
  fail(`No browser could be installed.\n${String(stderr).trim()}`);
}

function hasBrowser() {
  return findBrowser().status === 0;
}

function findBrowser() {
  return spawnSync(process.execPath, ['--import', 'tsx', path.join('bin', 'find-browser.ts')], { cwd: root });
}

/** Debian's package brings the libraries that a browser needs; elsewhere Playwright's build is the sure way. */
function waysToInstall() {
  const playwright = {
    says: 'npx playwright-core install chromium-headless-shell',
    commands: [
      [
        process.execPath,
        path.join('node_modules', 'playwright-core', 'cli.js'),
        'install',
        'chromium-headless-shell',
      ],
    ],
  };
  if (!isDebian() || process.getuid?.() !== 0) return [playwright];
  const debian = {
    says: 'apt-get install chromium-headless-shell',
    commands: [
      ['apt-get', 'update', '-qq'],
      ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell'],
    ],
  };
  return [debian, playwright];
}

function isDebian() {
  const file = '/etc/os-release';
  return existsSync(file) && /^ID=debian$/m.test(readFileSync(file, 'utf8'));
}

function run(command, args) {
  const isWindows = process.platform === 'win32';
  return spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    shell: isWindows && command === 'npm',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

function fail(text) {
  process.stderr.write(`setup: ${text}\n`);
  process.exit(2);
}
