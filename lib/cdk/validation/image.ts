import { checkValue } from '../../catalog/check-value.ts';
import { type ImageOptions, imageOptionsSchema } from '../../catalog/image-options.ts';
import type { Problem } from '../../core/problems.ts';
import type { NovaActWorkflowProps } from '../constructs/nova-act-workflow-props.ts';

/** Checks what an image is built with. It is part of the image's tag, so that tokens cannot be taken. */
export function checkImage(where: string, image: ImageOptions | undefined): readonly Problem[] {
  return checkValue({ schema: imageOptionsSchema.optional(), value: image, where }).problems;
}

/** Checks that a workflow without an image of its own has no options for one, and those of one that has. */
export function checkImageOf(
  where: string,
  { build, image }: Pick<NovaActWorkflowProps, 'build' | 'image'>,
): readonly Problem[] {
  if (image === undefined || (build !== 'zip' && typeof build !== 'object')) return checkImage(where, image);
  return [
    {
      where,
      what: build === 'zip' ? 'is for images, and zip makes none' : 'is for images that are built here',
      got: Object.keys(image).join(', ') || 'an empty object',
      allowed: 'nothing, or build: "docker" or "codebuild"',
      fix:
        build === 'zip'
          ? 'leave it out, or build an image'
          : 'leave it out; give it to whatever builds the image',
    },
  ];
}
