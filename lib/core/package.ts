/** The name of this package on npm, in user agents and in traces. */
export const PACKAGE_NAME = 'nova-act-cdk';
/** Version of this package; a test holds it equal to that of the manifest. */
export const PACKAGE_VERSION = '0.1.0';
/**
 * The version of the package aws-cdk that this project is tried with; a test holds it equal to that of the manifest. The registry's newest is an old
 * major, which rejects the assemblies of today.
 */
export const CDK_CLI_VERSION = '2.1148.1';
