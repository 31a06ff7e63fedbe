import { isInstalled } from './installed.ts';
import { MissingPackageError } from './missing-package-error.ts';

// The first import of this room's index. What Node would say of the first missing file does not say what to do.
if (!['aws-cdk-lib', 'constructs'].every(isInstalled)) {
  throw new MissingPackageError({
    what: 'nova-act-cdk/cdk needs the packages aws-cdk-lib and constructs, and they are not installed.',
    fix: 'Run "npm install aws-cdk-lib constructs" in the project.',
  });
}
