/** The name of this package on npm, in user agents and in traces. */
export const PACKAGE_NAME = 'nova-act-cdk';
/** Version of this package; a test holds it equal to that of the manifest. */
export const PACKAGE_VERSION = '0.1.0';
