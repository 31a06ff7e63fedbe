import { z } from 'zod';
import { words } from './check-value.ts';

/** What the image of a workflow is built with where the defaults of container/Dockerfile are not enough. */
export interface ImageOptions {
  /**
   * Debian 12 with Node 22: `registry/repository`, with `:tag`, `@sha256:<digest>` or both. A digest is what makes a build
   * repeatable: a tag moves.
   * @default - that of the Dockerfile
   */
  readonly baseImage?: string | undefined;
  /**
   * Debian packages of the fonts that pages are drawn with, such as `fonts-noto-cjk`. They replace those of the
   * Dockerfile.
   * @default - those of the Dockerfile
   */
  readonly fonts?: readonly string[] | undefined;
  /** Where the code is, as a URL; a label of the image. @default - empty */
  readonly source?: string | undefined;
  /** Which state of the code it is, such as a commit; a label of the image. Another value is another image. @default - empty */
  readonly revision?: string | undefined;
}

/** @see https://github.com/distribution/reference/blob/main/reference.go */
const PATH_COMPONENT = '[a-z0-9]+(?:[._-]+[a-z0-9]+)*';
const IMAGE_REFERENCE = new RegExp(
  `^(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\\d+)?/)?${PATH_COMPONENT}(?:/${PATH_COMPONENT})*` +
    '(?::\\w[\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$',
);

/** Image options that are passed to Docker: nothing in them means anything to a shell or a Dockerfile. */
export const imageOptionsSchema = z
  .strictObject({
    baseImage: z
      .string()
      .max(512)
      .regex(IMAGE_REFERENCE)
      .register(words, {
        what: 'is not the name of an image',
        allowed: '<registry>/<repository>[:<tag>][@sha256:<64 hexadecimal digits>]',
        fix: 'write it as in "docker pull"',
      })
      .optional(),
    fonts: z.array(fontPackage()).max(50).readonly().optional(),
    source: z
      .string()
      .max(255)
      .regex(/^https?:\/\/[\w.~:/?#+,=%-]+$/)
      .register(words, {
        what: 'is not a URL that a label can hold',
        allowed: 'http:// or https://, then letters, digits and -._~:/?#+,=% (no user, no password)',
        fix: 'give the address of the repository as a browser shows it',
      })
      .optional(),
    revision: z
      .string()
      .regex(/^[\w.+/-]{1,128}$/)
      .register(words, {
        what: 'is not a revision that a label can hold',
        allowed: '1 to 128 letters, digits and _.+/-',
        fix: 'give a commit, a version or the name of a branch',
      })
      .optional(),
  })
  .readonly()
  .register(words, {
    what: 'must be an object',
    allowed: '{ baseImage?, fonts?, source?, revision? }',
    fix: 'write the options as an object',
  });

/** Options of a more general kind, and those that take their place one by one. */
export function mergeImageOptions(
  general: ImageOptions | undefined,
  special: ImageOptions | undefined,
): ImageOptions {
  return {
    baseImage: special?.baseImage ?? general?.baseImage,
    fonts: special?.fonts ?? general?.fonts,
    source: special?.source ?? general?.source,
    revision: special?.revision ?? general?.revision,
  };
}

/**
 * The build arguments of container/Dockerfile. What nobody says is left to the Dockerfile, so that its defaults stand there
 * only.
 */
export function buildArguments(options: {
  /** The name of the workflow; a label. */
  readonly workflow: string;
  readonly image?: ImageOptions | undefined;
}): Readonly<Record<string, string>> {
  const { workflow, image: { baseImage, fonts, source, revision } = {} } = options;
  return {
    ...(baseImage !== undefined && { BASE_IMAGE: baseImage }),
    ...(fonts !== undefined && { FONTS: fonts.join(' ') }),
    ...(source !== undefined && { SOURCE: source }),
    ...(revision !== undefined && { REVISION: revision }),
    WORKFLOW: workflow,
  };
}

/** @see https://www.debian.org/doc/debian-policy/ch-controlfields.html#source */
function fontPackage(): z.ZodString {
  return (
    z
      .string()
      .max(100)
      // Ends in no "+" or "-", which would tell apt-get to install or to remove.
      .regex(/^[a-z0-9][a-z0-9.+-]*[a-z0-9]$/)
      .register(words, {
        what: 'is not the name of a Debian package',
        allowed: 'lower-case letters and digits, with ".", "+" and "-" between them',
        fix: 'look for it at https://packages.debian.org/bookworm/fonts/',
      })
  );
}
