import { isRecord } from '../../core/is-record.ts';
import { type Problem, show } from '../../core/problems.ts';
import { didYouMean } from '../../core/suggest.ts';
import { BUILD_MODES, isBuildMode } from '../build-mode.ts';

/**
 * Checks how a workflow is built: the property, which may come from JSON, and the context value `build` (`-c build=zip`), which
 * counts where there is no property and must not be passed over where there is one. Values that are far from all of ours are
 * somebody else's, such as the number of a build.
 */
export function checkBuild(where: string, build: unknown, context: unknown): Problem[] {
  if (build !== undefined && !isBuildMode(build) && !isPrebuilt(build)) return [notAMode(where, build)];
  if (isBuildMode(context)) {
    return build === undefined || build === context ? [] : [otherThanAsked(where, build, context)];
  }
  const near = typeof context === 'string' ? didYouMean(context, BUILD_MODES) : undefined;
  if (near === undefined) return [];
  return [
    {
      where: 'context value build',
      what: 'is not a way to build',
      got: show(context),
      allowed: BUILD_MODES.join(', '),
      fix: `did you mean "-c build=${near}"?`,
    },
  ];
}

function notAMode(where: string, build: unknown): Problem {
  const near = typeof build === 'string' ? didYouMean(build, BUILD_MODES) : undefined;
  return {
    where,
    what: 'is not a way to build',
    got: show(build),
    allowed: `${BUILD_MODES.join(', ')}, or { repository, digest } of an image that exists`,
    fix: near ? `did you mean "${near}"?` : 'choose one, or leave it out',
  };
}

function otherThanAsked(where: string, build: unknown, context: string): Problem {
  const got = isPrebuilt(build) ? 'an image that exists' : show(build);
  return {
    where,
    what: `says otherwise than "-c build=${context}"`,
    got,
    allowed: 'one way to build, said in one place',
    fix: 'leave out the property or the context value',
  };
}

function isPrebuilt(build: unknown): boolean {
  return isRecord(build) && 'repository' in build && 'digest' in build;
}
