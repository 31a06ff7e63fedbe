import { SERVER_PROTOCOLS, type ServerProtocol } from '../../contract/host.ts';
import { MAX_SESSION_ID_LENGTH, MIN_SESSION_ID_LENGTH } from '../../contract/limits.ts';
import { UsageError } from '../usage-error.ts';

/** What the invoke command was called with: texts, as they were typed. */
export interface InvokeArguments {
  /** The name of a workflow, or the ARN of a runtime. */
  readonly workflow: string;
  readonly payload?: string | undefined;
  readonly payloadFile?: string | undefined;
  readonly outputsFile?: string | undefined;
  readonly stack?: string | undefined;
  /** Calls the local AWS that runs for the project. */
  readonly local?: boolean | undefined;
  /** Its state folder. */
  readonly stateDir?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly qualifier?: string | undefined;
  /** What the runtime speaks, where no outputs say it. */
  readonly protocol?: string | undefined;
  /** The environment variable with the token of an identity provider. */
  readonly bearerTokenEnv?: string | undefined;
  readonly timeoutS?: string | undefined;
  /** Say what happens while it runs. */
  readonly stream?: boolean | undefined;
  /** Start it, print its id, and do not wait. */
  readonly async?: boolean | undefined;
  /** The id of an invocation that was started with `async`. */
  readonly wait?: string | undefined;
  readonly json?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

/**
 * @returns what `--protocol` says
 * @throws UsageError when no runtime speaks it
 */
export function parseProtocol(text: string | undefined): ServerProtocol | undefined {
  if (text === undefined) return undefined;
  const protocol = SERVER_PROTOCOLS.find((known) => known === text.toUpperCase());
  if (protocol !== undefined) return protocol;
  throw new UsageError({
    what: `--protocol "${text}" is not a protocol of a workflow.`,
    allowed: `${SERVER_PROTOCOLS.join(' and ')} are allowed; the default is what the outputs of the stack say, else HTTP.`,
    fix: 'Leave it out where the workflow is called by its name.',
  });
}

/**
 * AgentCore ends a call that is answered in one piece after 15 minutes; a client that gives up earlier would not learn the
 * outcome. One that is answered by events, as a host of ours does, may take an hour: `--timeout-s` waits for it.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html
 */
export const DEFAULT_TIMEOUT_S = 960;
const MAX_TIMEOUT_S = 8 * 60 * 60;

/**
 * @returns the time limit of the call in milliseconds
 * @throws UsageError when the text is not a number of seconds in the allowed range
 */
export function parseTimeout(text: string | undefined, defaultSeconds: number = DEFAULT_TIMEOUT_S): number {
  if (text === undefined) return defaultSeconds * 1000;
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text.trim()) && seconds > 0 && seconds <= MAX_TIMEOUT_S) {
    return Math.ceil(seconds * 1000);
  }
  throw new UsageError({
    what: `--timeout-s "${text}" is not a time limit.`,
    allowed: `Seconds above 0 and up to ${MAX_TIMEOUT_S} are allowed; the default is ${defaultSeconds}.`,
    fix: 'Give a number, as in --timeout-s 1200.',
  });
}

/**
 * @returns the same text
 * @throws UsageError when it cannot be the id of a runtime session
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html
 */
export function checkSessionId(text: string, option = '--session-id'): string {
  const [min, max] = [MIN_SESSION_ID_LENGTH, MAX_SESSION_ID_LENGTH];
  const wrong =
    text.length < min || text.length > max
      ? `has ${text.length} characters`
      : /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/.test(text)
        ? undefined
        : 'has other characters than a session id';
  if (wrong === undefined) return text;
  throw new UsageError({
    what: `${option} "${text}" ${wrong}.`,
    allowed: `${min} to ${max} letters, digits, hyphens and underscores are allowed, beginning with a letter or digit.`,
    fix: 'Use a UUID, or leave it out: every call then gets one.',
  });
}
