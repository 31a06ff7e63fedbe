/** Version of this SDK, as it is told to the service; a test holds it equal to the package's. */
export const SDK_VERSION = '0.1.0';

/** Version of the protocol between SDK and service that this SDK speaks. */
export const COMPATIBILITY_VERSION = 1;
