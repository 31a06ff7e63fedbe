import { expect, test } from '@jest/globals';
import { onePlace } from '../../../lib/cli/run/one-place.ts';

const LOCAL = 'http://127.0.0.1:8737';

test.each([
  ['on AWS, nothing set', undefined, {}],
  ['on AWS, an endpoint in a VPC', undefined, { AWS_ENDPOINT_URL_S3: 'https://vpce-1.s3.amazonaws.com' }],
  ['on local AWS, all there', LOCAL, { AWS_ENDPOINT_URL: LOCAL, AWS_ENDPOINT_URL_S3: `${LOCAL}/` }],
])('%s is one place', (_title, url, environment) => {
  expect(() => onePlace({ url }, environment)).not.toThrow();
});

test.each([
  ['on AWS, with S3 on this machine', undefined, { AWS_ENDPOINT_URL_S3: LOCAL }, 'AWS_ENDPOINT_URL_S3'],
  [
    'on local AWS, with all others on AWS',
    LOCAL,
    { AWS_ENDPOINT_URL_NOVA_ACT: LOCAL, AWS_ENDPOINT_URL: 'https://aws.example' },
    'AWS_ENDPOINT_URL leads to https://aws.example',
  ],
  [
    'on local AWS, with S3 of another',
    LOCAL,
    { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000' },
    'S3 leads to',
  ],
])('%s is refused', (_title, url, environment, says) => {
  expect(() => onePlace({ url }, environment)).toThrow(says);
});
