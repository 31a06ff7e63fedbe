import { describe, expect, test } from '@jest/globals';
import { checkValue } from '../../lib/catalog/check-value.ts';
import {
  buildArguments,
  type ImageOptions,
  imageOptionsSchema,
  mergeImageOptions,
} from '../../lib/catalog/image-options.ts';

const problemsOf = (value: ImageOptions): readonly string[] =>
  checkValue({ schema: imageOptionsSchema, value, where: 'image' }).problems.map(
    ({ where, what, fix }) => `${where} ${what} -> ${fix}`,
  );

describe('when image options are right', () => {
  test.each<ImageOptions>([
    {},
    { baseImage: 'node' },
    { baseImage: 'node:22-bookworm-slim' },
    { baseImage: `public.ecr.aws/docker/library/node:22@sha256:${'0a'.repeat(32)}` },
    { baseImage: `123456789012.dkr.ecr.us-east-1.amazonaws.com/team/node_js/base@sha256:${'0a'.repeat(32)}` },
    { baseImage: 'localhost:5000/node' },
    { fonts: [] },
    { fonts: ['fonts-noto-cjk', 'fonts-3270', 'ttf-bitstream-vera'] },
    { source: 'https://example.com/owner/repository.git?ref=main#top' },
    { revision: '0123abcdef' },
    { revision: 'feature/fast+2.0_rc-1' },
  ])('%j is taken', (image) => {
    expect(problemsOf(image)).toEqual([]);
  });
});

describe('when image options are wrong', () => {
  test.each([
    ['a base image with a command', { baseImage: 'node:22 && curl evil' }],
    ['a base image that is an option', { baseImage: '--network=host' }],
    ['a base image in capitals', { baseImage: 'Node:22' }],
    ['a digest that is too short', { baseImage: 'node@sha256:abc' }],
    ['an empty base image', { baseImage: '' }],
    ['a font with a command', { fonts: ['fonts-liberation; rm -rf /'] }],
    ['a font that is an option', { fonts: ['--allow-unauthenticated'] }],
    ['a font that removes a package', { fonts: ['fonts-liberation-'] }],
    ['a font with a substitution', { fonts: ['fonts-$(id)'] }],
    ['a font of two lines', { fonts: ['fonts-a\nfonts-b'] }],
    ['a source that is no URL', { source: 'git@example.com:owner/name' }],
    ['a source with a password', { source: 'https://user:password@example.com/' }],
    ['a source with quotes', { source: 'https://example.com/"' }],
    ['a source with a variable', { source: 'https://example.com/$HOME' }],
    ['an empty revision', { revision: '' }],
    ['a revision with a blank', { revision: 'a b' }],
    ['a revision that is too long', { revision: 'a'.repeat(129) }],
  ])('%s is one problem', (_, image: ImageOptions) => {
    expect(problemsOf(image)).toEqual([expect.stringMatching(/^image\.\w+(\[0\])? is not /)]);
  });

  test('names that could be matched in many ways are decided at once', () => {
    const started = performance.now();

    expect(problemsOf({ baseImage: `${'a-'.repeat(250)}!`, fonts: [`${'a-'.repeat(49)}!`] })).toHaveLength(2);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

test('special options take the place of general ones, member by member', () => {
  const general = { baseImage: 'node:22', fonts: ['fonts-liberation'], revision: 'a' };
  const special = { fonts: [], revision: undefined, source: 'https://example.com' };

  expect(mergeImageOptions(general, special)).toEqual({
    baseImage: 'node:22',
    fonts: [],
    revision: 'a',
    source: 'https://example.com',
  });
});

test('what nobody says is left to the Dockerfile', () => {
  expect(buildArguments({ workflow: 'hello' })).toEqual({ WORKFLOW: 'hello' });
  expect(buildArguments({ workflow: 'hello', image: { fonts: ['fonts-a', 'fonts-b'] } })).toEqual({
    FONTS: 'fonts-a fonts-b',
    WORKFLOW: 'hello',
  });
});
