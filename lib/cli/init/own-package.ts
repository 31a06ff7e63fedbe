import { existsSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../bundle/layout.ts';
import { readIfThere, statIfThere } from '../../core/files.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../../core/package.ts';
import { withoutCredentials } from '../../core/without-credentials.ts';
import { UsageError } from '../usage-error.ts';

/**
 * Where a new project gets this package from: the place that the running one was installed from, as npm has noted it in the
 * `package.json` above its `node_modules`, be that npx's own or a project's.
 *
 * @param folder that of the new project
 * @param root that of the running package
 * @throws UsageError when it came from a tarball that is gone
 */
export function ownPackage(folder: string, root = packageRoot()): PackageSource {
  const modules = path.dirname(root);
  if (path.basename(modules) !== 'node_modules') {
    const isClone = existsSync(path.join(root, 'bin', 'build.mjs'));
    return isClone ? { clone: root, because: `packed from the clone ${root}` } : UNKNOWN;
  }
  const installedIn = path.dirname(modules);
  const saved = savedSpec(path.join(installedIn, 'package.json')) ?? '';
  if (saved.startsWith('file:')) {
    const tarball = path.resolve(installedIn, saved.slice('file:'.length));
    return { spec: fileSpec(tarball, folder), because: 'the tarball that this command came in' };
  }
  if (isAddress(saved) && !hasCredentials(saved)) {
    return { spec: saved, because: 'the address that this command came from' };
  }
  if (!/^[\^~]?\d/.test(saved)) return UNKNOWN;
  return { spec: OWN_VERSION, because: 'the version of this command, which came from the npm registry' };
}

/**
 * Where the user wants it to come from.
 *
 * @param given as for `npm install`: a version, the path of a tarball, an address
 * @throws UsageError for anything else
 */
export function givenPackage(
  given: string,
  { folder, directory }: { readonly folder: string; readonly directory: string },
): PackageSource {
  const because = 'as --package says';
  const spec = given.startsWith(`${PACKAGE_NAME}@`) ? given.slice(PACKAGE_NAME.length + 1) : given;
  const file = path.resolve(directory, spec.replace(/^file:/, ''));
  if (/\.(?:tgz|tar\.gz)$/.test(spec) && !/^https?:/.test(spec))
    return { spec: fileSpec(file, folder), because };
  const isFolder = statIfThere(file)?.isDirectory() === true;
  // npm would link to it, and what it stands on would be there twice.
  if (!isFolder && (isAddress(spec) || VERSION.test(spec))) return { spec, because };
  throw new UsageError({
    what: isFolder
      ? `--package: ${file} is a folder.`
      : `--package: npm gets nothing from ${JSON.stringify(given)}.`,
    allowed: 'It may be a version or a tag, such as 0.1.0 or latest, the path of a tarball, or an address.',
    fix: isFolder ? 'Make a tarball of it with "npm pack" there, and name that.' : undefined,
  });
}

/** Where a project gets this package from, and why, for the end of a sentence. */
export type PackageSource = { readonly because: string } & (
  | { readonly spec: string; readonly clone?: undefined }
  /** The package has to be packed first. */
  | { readonly clone: string }
);

const OWN_VERSION = `^${PACKAGE_VERSION}`;
const UNKNOWN: PackageSource = {
  spec: OWN_VERSION,
  because:
    'the version of this command; it cannot be told where that came from, and --package says otherwise',
};

const VERSION = /^[\w.^~*+-]+$/;

function isAddress(spec: string): boolean {
  return (
    /^(?:https?|git|git\+\w+|ssh|github|gitlab|bitbucket|gist):/.test(spec) ||
    /^[\w-]+\/[\w.-]+(?:#.*)?$/.test(spec)
  );
}

/** What nobody may read is not passed on. The user `git` is everybody's. */
function hasCredentials(address: string): boolean {
  const others = address.replace('//git@', '//');
  return withoutCredentials(others) !== others;
}

/** A path from the project, as npm writes it: on all systems with `/`. */
function fileSpec(file: string, folder: string): string {
  if (statIfThere(file) !== undefined) {
    return `file:${path.relative(folder, file).replaceAll(path.sep, '/')}`;
  }
  throw new UsageError({
    what: `There is no file ${file}, from which the project would get ${PACKAGE_NAME}.`,
    fix: 'Say with --package which tarball or version to take.',
  });
}

/** What npm was asked to install there. */
function savedSpec(manifestFile: string): string | undefined {
  const manifest = parseJson(readIfThere(manifestFile) ?? '');
  if (!isRecord(manifest)) return undefined;
  for (const { [PACKAGE_NAME]: spec } of [manifest.dependencies, manifest.devDependencies].filter(isRecord)) {
    if (typeof spec === 'string') return spec;
  }
  return undefined;
}
