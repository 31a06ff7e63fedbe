// Runs the container tests: finds or starts a Docker engine, makes the base image, runs jest, and ends what it started.

import { ensureBaseImage } from './support/base-image.ts';
import { runInForeground, say } from './support/commands.ts';
import { dockerEngine } from './support/docker-engine.ts';

const engine = await dockerEngine();
try {
  Object.assign(process.env, engine.environment);
  process.env.NOVA_ACT_BASE_IMAGE ??= ensureBaseImage();
  const args = ['node_modules/jest/bin/jest.js', '--config', 'jest.container.config.json'];
  process.exitCode = await runInForeground(process.execPath, [...args, ...process.argv.slice(2)]);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await engine.stop();
}
