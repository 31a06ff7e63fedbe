import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cpuWithBundler } from '../bundler-cpu.ts';
import { plainEnvironment } from '../cpu-of.ts';
import type { SynthApp } from './apps.ts';

/**
 * Synthesizes an app, without the CDK CLI.
 *
 * @param outDir kept if given. @default - a folder that is deleted
 * @returns the CPU time of its process and of esbuild, in milliseconds
 */
export async function synthesize({ name, folder, context }: SynthApp, outDir?: string): Promise<number> {
  const out = outDir ?? path.join(folder, 'cdk.out');
  mkdirSync(out, { recursive: true });
  const env = plainEnvironment({
    // Its context is cdk.json's, which the CDK CLI hands over.
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDK_OUTDIR: out,
    CDK_DEFAULT_REGION: 'us-east-1',
  });
  const app = [process.execPath, '--import', 'tsx', 'bin/app.ts'];
  // The empty app is an error to the rules of the CDK, which then has done all of its work.
  const command = name === 'empty' ? ['sh', '-c', '"$@"; test $? -le 1', 'sh', ...app] : app;
  const cpuMs = await cpuWithBundler(command, { folder, cwd: folder, env });
  if (outDir === undefined) rmSync(out, { recursive: true, force: true });
  return cpuMs;
}
