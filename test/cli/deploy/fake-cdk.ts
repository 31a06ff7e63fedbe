import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../cdk/synthesis.ts';

/** A project whose CDK CLI only notes how it was called, and does what its environment says. */
export function projectWithFakeCdk(): FakeProject {
  const root = temporaryFolder();
  const folder = path.join(root, 'node_modules', 'aws-cdk');
  mkdirSync(path.join(folder, 'bin'), { recursive: true });
  const manifest = { name: 'aws-cdk', version: '2.0.0-fake', bin: { cdk: 'bin/cdk' } };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, 'bin', 'cdk'), FAKE);
  writeFileSync(path.join(root, 'package.json'), '{}');
  writeFileSync(path.join(root, 'cdk.json'), '{}');
  const calls = path.join(root, 'calls.jsonl');
  writeFileSync(calls, '');
  return {
    root,
    calls: () =>
      readFileSync(calls, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
  };
}

/** {@link projectWithFakeCdk} */
export interface FakeProject {
  readonly root: string;
  /** What the CLI was called with, oldest first. */
  readonly calls: () => readonly { readonly args: readonly string[]; readonly region: string }[];
}

const FAKE = `
const { appendFileSync, cpSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const { FAKE_ASSEMBLY, FAKE_OUTPUTS, FAKE_FAILS, FAKE_WAITS, AWS_REGION: region } = process.env;
appendFileSync('calls.jsonl', JSON.stringify({ args, region }) + '\\n');
const after = (name) => args[args.indexOf(name) + 1];
if (args[0] === 'synth') cpSync(FAKE_ASSEMBLY, after('--output'), { recursive: true });
console.log('result of ' + args[0]);
console.error('progress of ' + args[0]);
if (FAKE_FAILS === args[0]) process.exit(3);
if (FAKE_WAITS === args[0]) {
  process.on('SIGINT', () => { console.error('told to stop'); process.exit(1); });
  setTimeout(() => {}, 60_000);
} else if (args[0] === 'deploy') {
  writeFileSync(after('--outputs-file'), FAKE_OUTPUTS);
}
`;
