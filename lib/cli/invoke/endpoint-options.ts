import type { Command } from 'commander';
import { SERVER_PROTOCOLS } from '../../contract/host.ts';
import { choicesOption } from '../choices-option.ts';

/** The option that says what a runtime speaks. */
export function addProtocolOption(command: Command): Command {
  return command.addOption(
    choicesOption(
      '--protocol <protocol>',
      'what the runtime speaks, HTTP or MCP (default: what the outputs of the stack say, else HTTP)',
      SERVER_PROTOCOLS,
    ),
  );
}

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
