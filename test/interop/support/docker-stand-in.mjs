#!/usr/bin/env node
// What the CDK CLI takes for Docker (CDK_DOCKER): it builds nothing, writes down what it was asked for, and puts what is
// pushed into the repository of the account server. Images are on this machine if the log says that they were made.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';

const log = process.env.DOCKER_STAND_IN_LOG;
const before = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [];
const local = new Set(before.flatMap((line) => /^(?:build --tag|tag \S+) (\S+)/.exec(line)?.[1] ?? []));
const [command, ...args] = process.argv.slice(2);
const image = args.at(-1) ?? '';
appendFileSync(log, `${[command, ...args].join(' ')}\n`);

if (command === 'inspect') process.exit(local.has(image) ? 0 : 1);
if (command === 'images') {
  const tag = image.slice(image.indexOf(':'));
  console.log([...local].filter((name) => name.endsWith(tag)).join('\n'));
}
if (command === 'push') {
  if (!local.has(image)) {
    console.error(`An image does not exist locally with the tag: ${image}`);
    process.exit(1);
  }
  const [, region, repositoryName, imageTag] = /\.ecr\.([\w-]+)\.[^/]+\/(.+):([^:]+)$/.exec(image) ?? [];
  const imageManifest = JSON.stringify({ imageTag });
  await new ECRClient({ region }).send(new PutImageCommand({ repositoryName, imageTag, imageManifest }));
}
