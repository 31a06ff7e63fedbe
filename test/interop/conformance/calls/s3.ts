import { SERVICE_NAME } from '../../../../lib/contract/protocol.ts';
import { type Call, callsOf, listIn, type Members, type State } from '../call.ts';

const inBucket = ({ outputs }: State) => ({ Bucket: outputs.ArtifactBucketName });
const object = (state: State) => ({ ...inBucket(state), Key: `${state.own}/greeting.txt` });
const TEXT = 'Hello, artifacts';

/** Objects of the artifact bucket. */
export const S3_CALLS: readonly Call[] = callsOf(SERVICE_NAME.s3, [
  {
    operation: 'ListBuckets',
    input: () => ({}),
    comes: (output: Members, { outputs }: State) =>
      listIn(output, 'Buckets').some(({ Name }) => Name === outputs.ArtifactBucketName),
  },
  {
    operation: 'CreateBucket',
    input: ({ own }: State) => ({ Bucket: own }),
    comes: ({ Location }: Members, { own }: State) => Location === `/${own}`,
  },
  { operation: 'HeadBucket', input: inBucket, comes: () => true },
  { operation: 'PutObject', input: (state: State) => ({ ...object(state), Body: TEXT }), comes: () => true },
  {
    operation: 'HeadObject',
    input: object,
    comes: ({ ContentLength }: Members) => ContentLength === TEXT.length,
  },
  { operation: 'GetObject', input: object, comes: ({ Body }: Members) => Body === TEXT },
  {
    operation: 'GetObject',
    how: 'of one that is not there',
    input: (state: State) => ({ ...inBucket(state), Key: 'nothing' }),
    comes: () => false,
  },
  {
    operation: 'CopyObject',
    input: (state: State) => ({
      ...inBucket(state),
      Key: `${state.own}/copy.txt`,
      CopySource: `${state.outputs.ArtifactBucketName}/${state.own}/greeting.txt`,
    }),
    comes: ({ CopyObjectResult }: Members) => CopyObjectResult !== undefined,
  },
  {
    operation: 'ListObjectsV2',
    input: (state: State) => ({ ...inBucket(state), Prefix: `${state.own}/` }),
    comes: (output: Members, { own }: State) =>
      listIn(output, 'Contents')
        .map(({ Key }) => Key)
        .join() === `${own}/copy.txt,${own}/greeting.txt`,
  },
  { operation: 'DeleteObject', input: object, comes: () => true },
  {
    operation: 'DeleteObjects',
    input: (state: State) => ({
      ...inBucket(state),
      Delete: { Objects: [{ Key: `${state.own}/copy.txt` }] },
    }),
    comes: (output: Members) => listIn(output, 'Deleted').length === 1,
  },
]);
