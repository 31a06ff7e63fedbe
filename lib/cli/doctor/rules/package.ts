import { PACKAGE_NAME, PACKAGE_VERSION } from '../../../core/package.ts';
import { type CheckOutcome, ok, warning } from '../outcome.ts';

/** Which version of this package answers, and whether the project has the same, once. */
export function packageRule({ copies, isClone, isDependency }: PackageFacts): CheckOutcome {
  if (isClone) return ok(`${PACKAGE_VERSION}, a clone of the package itself`);
  const [own, ...others] = copies;
  if (own === undefined) {
    const what = isDependency ? 'is not installed yet' : 'does not have it';
    return warning(
      `${PACKAGE_VERSION}, but the project ${what}`,
      isDependency ? 'npm install' : `npm install ${PACKAGE_NAME}`,
    );
  }
  if (others.length > 0) {
    return warning(
      `several copies, whose errors and runs do not know each other: ${copies.map(({ version, folder }) => `${version} in ${folder}`).join(', ')}`,
      'npm dedupe',
      `npm ls ${PACKAGE_NAME}`,
    );
  }
  if (own.version !== PACKAGE_VERSION) {
    return warning(
      `this command is of ${PACKAGE_VERSION}, but the project has ${own.version}`,
      `npx ${PACKAGE_NAME} doctor`,
    );
  }
  return ok(PACKAGE_VERSION);
}

/** What is installed of this package in a project. */
export interface PackageFacts {
  /** The one that the project itself gets comes first. */
  readonly copies: readonly { readonly version: string; readonly folder: string }[];
  /** Whether the project is this package. */
  readonly isClone: boolean;
  /** Whether the manifest of the project names it. */
  readonly isDependency: boolean;
}
