// Runs the container tests: finds or starts a Docker engine, makes the base images, runs jest, and ends what it started.

import { type Arm64Emulation, emulateArm64 } from './support/arm64-emulation.ts';
import { ensureBaseImage } from './support/base-image.ts';
import { runInForeground, say } from './support/commands.ts';
import { dockerEngine } from './support/docker-engine.ts';

const engine = await dockerEngine();
let arm64: Arm64Emulation | undefined;
try {
  Object.assign(process.env, engine.environment);
  arm64 = emulateArm64();
  const { NOVA_ACT_BASE_IMAGE: given } = process.env;
  process.env.NOVA_ACT_BASE_IMAGE = given ?? ensureBaseImage();
  if ('end' in arm64) process.env.NOVA_ACT_ARM64_BASE_IMAGE ??= given ?? ensureBaseImage('arm64');
  else delete process.env.NOVA_ACT_ARM64_BASE_IMAGE;
  const args = ['node_modules/jest/bin/jest.js', '--config', 'jest.container.config.json'];
  // What cannot run here is left out: it must not count as passed.
  const leftOut = 'end' in arm64 ? [] : ['--testPathIgnorePatterns=container/arm64', '--passWithNoTests'];
  process.exitCode = await runInForeground(process.execPath, [...args, ...leftOut, ...process.argv.slice(2)]);
  if ('missing' in arm64) say(`skipped: the image for arm64, because ${arm64.missing}`);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  if (arm64 !== undefined && 'end' in arm64) arm64.end();
  await engine.stop();
}
