import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run, say } from './commands.ts';

/**
 * A likeness of the image that the pipeline builds on, which cannot be pulled where only Debian's mirror and npm can be
 * reached: the tests' base image, with npm, and with the packages that the Dockerfiles behind `node:22-bookworm` name.
 * Node, npm and packages are those of today, and not of the day on which the image was built.
 *
 * @returns its tag; `NOVA_ACT_PIPELINE_IMAGE`, if that names another image, such as the true one
 * @see https://github.com/nodejs/docker-node/blob/a87fa26c1bb455170dac58c57c661e820a7390cb/22/bookworm/Dockerfile
 */
export function ensureBuildImage(baseImage: string): string {
  const given = process.env.NOVA_ACT_PIPELINE_IMAGE;
  if (given !== undefined) return given;
  say(`making ${TAG}; this takes minutes the first time`);
  const context = mkdtempSync(path.join(tmpdir(), 'build-image-'));
  try {
    const tarball = run('npm', ['pack', `npm@${NPM_MAJOR}`, '--silent', '--pack-destination', context]);
    writeFileSync(path.join(context, 'Dockerfile'), dockerfile(baseImage, path.basename(tarball)));
    run('docker', ['build', '--network', 'host', '--tag', TAG, context]);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
  return TAG;
}

const TAG = 'nova-act-pipeline:node22-bookworm';

/** The npm that comes with Node 22. */
const NPM_MAJOR = 10;

/**
 * What Debian's own image is made of anew, and then what buildpack-deps adds in its three steps.
 *
 * @see https://github.com/docker-library/buildpack-deps/blob/84e7e46026131a108a6480e5ed2969e8acf2d4e2/debian/bookworm/curl/Dockerfile
 * @see https://github.com/docker-library/buildpack-deps/blob/bfa3f8f8887d442f5226b112722734b909852d89/debian/bookworm/scm/Dockerfile
 * @see https://github.com/docker-library/buildpack-deps/blob/84e7e46026131a108a6480e5ed2969e8acf2d4e2/debian/bookworm/Dockerfile
 */
const PACKAGES = [
  ...['ca-certificates', 'curl', 'netbase', 'wget', 'gnupg', 'dirmngr'],
  ...['git', 'mercurial', 'openssh-client', 'subversion', 'procps'],
  ...['autoconf', 'automake', 'bzip2', 'default-libmysqlclient-dev', 'dpkg-dev', 'file', 'g++', 'gcc'],
  ...['imagemagick', 'libbz2-dev', 'libc6-dev', 'libcurl4-openssl-dev', 'libdb-dev', 'libevent-dev'],
  ...[
    'libffi-dev',
    'libgdbm-dev',
    'libglib2.0-dev',
    'libgmp-dev',
    'libjpeg-dev',
    'libkrb5-dev',
    'liblzma-dev',
  ],
  ...['libmagickcore-dev', 'libmagickwand-dev', 'libmaxminddb-dev', 'libncurses5-dev', 'libncursesw5-dev'],
  ...['libpng-dev', 'libpq-dev', 'libreadline-dev', 'libsqlite3-dev', 'libssl-dev', 'libtool', 'libwebp-dev'],
  ...['libxml2-dev', 'libxslt-dev', 'libyaml-dev', 'make', 'patch', 'unzip', 'xz-utils', 'zlib1g-dev'],
];

function dockerfile(baseImage: string, npmTarball: string): string {
  return [
    `FROM ${baseImage}`,
    'RUN apt-get update \\',
    ` && apt-get install --yes --no-install-recommends ${PACKAGES.join(' ')} \\`,
    ' && rm -rf /var/lib/apt/lists/*',
    `ADD ${npmTarball} /usr/local/lib/node_modules/`,
    'RUN cd /usr/local/lib/node_modules && mv package npm \\',
    ' && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \\',
    ' && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx',
    '',
  ].join('\n');
}
