import type { Command } from 'commander';

/** The options that say which endpoint of a runtime is called, and as whom. */
export function addEndpointOptions(command: Command): Command {
  return command
    .option(
      '--qualifier <endpoint>',
      'endpoint of the runtime (default: the one that the stack names, else live)',
    )
    .option(
      '--bearer-token-env <variable>',
      'environment variable with a token (JWT), for a runtime with an authorizer (default: sign with AWS credentials)',
    );
}
