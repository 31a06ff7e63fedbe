/** Version of the AWS SDK runtime (`@aws-sdk/core`) that the client is built on, told in the same place. */
export const AWS_SDK_RUNTIME_VERSION = '3.981.1';
