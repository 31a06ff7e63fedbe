import { Token } from 'aws-cdk-lib';
import { type Problem, show } from '../../core/problems.ts';

/** Checks that an image is named by its digest. */
export function checkDigest(where: string, digest: unknown): Problem[] {
  if (Token.isUnresolved(digest) || /^sha256:[0-9a-f]{64}$/.test(String(digest))) return [];
  return [
    {
      where,
      what: 'is not the digest of an image',
      got: show(digest),
      allowed: '"sha256:" and 64 hexadecimal digits',
      fix: 'take it from "aws ecr describe-images" or from the output of the push',
    },
  ];
}
