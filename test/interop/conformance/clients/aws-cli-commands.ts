import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { State } from '../call.ts';
import type { CommandRow } from '../command-rows.ts';

const bucket = ({ outputs, own }: State): string => `s3://${outputs.ArtifactBucketName}/${own}`;
const file = ({ folder, own }: State, name: string): string => path.join(folder, `${own}-${name}`);

/** What people type besides operations. */
export const S3_COMMANDS: readonly CommandRow[] = [
  {
    service: 's3',
    shown: 'aws s3 ls',
    args: () => ['s3', 'ls'],
    prints: (printed, { outputs }) => printed.includes(outputs.ArtifactBucketName),
  },
  ...[
    { name: 'small.txt', size: 12, remark: '' },
    { name: 'large.bin', size: 9 * 1024 * 1024, remark: ' (9 MiB, in parts)' },
  ].flatMap(({ name, size, remark }) => [
    {
      service: 's3',
      shown: `aws s3 cp <file> s3://<ArtifactBucketName>/…${remark}`,
      given: (state: State) => writeFile(file(state, name), Buffer.alloc(size, 'artifact')),
      args: (state: State) => ['s3', 'cp', '--no-progress', file(state, name), `${bucket(state)}/${name}`],
      prints: (printed: string) => printed.startsWith('upload: '),
    },
    {
      service: 's3',
      shown: `aws s3 cp s3://<ArtifactBucketName>/… <file>${remark}`,
      args: (state: State) => ['s3', 'cp', '--no-progress', `${bucket(state)}/${name}`, file(state, 'back')],
      prints: async (_printed: string, state: State) =>
        (await readFile(file(state, 'back'))).equals(Buffer.alloc(size, 'artifact')),
    },
  ]),
  {
    service: 's3',
    shown: 'aws s3 ls s3://<ArtifactBucketName>/ --recursive',
    args: ({ outputs }) => ['s3', 'ls', `s3://${outputs.ArtifactBucketName}/`, '--recursive'],
    prints: (printed, { own }) =>
      printed.includes(`${own}/large.bin`) && printed.includes(`${own}/small.txt`),
  },
  {
    service: 's3',
    shown: 'aws s3 presign s3://<ArtifactBucketName>/…',
    args: (state) => ['s3', 'presign', `${bucket(state)}/small.txt`],
    prints: async (printed) => (await (await fetch(printed.trim())).text()) === 'artifactarti',
  },
  {
    service: 's3',
    shown: 'aws s3 rm s3://<ArtifactBucketName>/… --recursive',
    args: (state) => ['s3', 'rm', bucket(state), '--recursive'],
    prints: (printed) => printed.split('\n').filter((line) => line.startsWith('delete: ')).length === 2,
  },
];

/** In version 2 only. */
export const LOGS_COMMANDS: readonly CommandRow[] = [
  {
    service: 'logs',
    shown: 'aws logs tail <RuntimeLogGroupName>',
    args: ({ outputs }) => ['logs', 'tail', outputs.RuntimeLogGroupName],
    prints: (printed) => printed.trim() !== '',
  },
  {
    service: 'logs',
    shown: 'aws logs tail <LogGroupName>',
    args: ({ outputs }) => ['logs', 'tail', outputs.LogGroupName],
    prints: (printed) => printed.includes('SUCCEEDED'),
  },
];
