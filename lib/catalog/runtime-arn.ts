import { REGION_PATTERN } from '../contract/limits.ts';
import { SERVICE_NAME } from '../contract/protocol.ts';
import { OutputsError } from './outputs-error.ts';

/** The parts of the ARN of an AgentCore runtime. Made by {@link parseRuntimeArn} only. */
export interface RuntimeArn {
  /** The whole ARN. */
  readonly arn: string;
  /** `aws`, `aws-us-gov`, … */
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** The last part, such as `getting_started-a1B2c3D4e5`. */
  readonly runtimeId: string;
}

const SHAPE = 'arn:aws:bedrock-agentcore:<region>:<account>:runtime/<runtime id>';
const PATTERN = new RegExp(
  `^arn:(aws[a-z-]*):${SERVICE_NAME.agentCore}:(${REGION_PATTERN}):(\\d{12}):runtime/([a-zA-Z][a-zA-Z0-9_-]{0,127})$`,
);
const WITH_ENDPOINT = /^(arn:.*:runtime\/[^/]+)\/runtime-endpoint\/([^/]+)$/;

/** True when the text is meant as an ARN, be it right or wrong. */
export function looksLikeArn(text: string): boolean {
  return /^arn:/i.test(text.trim());
}

/**
 * Takes the ARN of an AgentCore runtime apart.
 *
 * @param options.where says in the error where the text was found
 * @throws OutputsError when the text is not the ARN of an AgentCore runtime
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html
 */
export function parseRuntimeArn(
  text: string,
  options: { readonly where?: string | undefined } = {},
): RuntimeArn {
  const [arn, partition, region, accountId, runtimeId] = PATTERN.exec(text) ?? [];
  if (arn && partition && region && accountId && runtimeId)
    return { arn, partition, region, accountId, runtimeId };
  throw new OutputsError({
    what: `Not the ARN of an AgentCore runtime${options.where ? ` (${options.where})` : ''}: "${text}"${reason(text)}.`,
    allowed: `Expected ${SHAPE}.`,
    fix: fixFor(text),
  });
}

function reason(text: string): string {
  if (text !== text.trim()) return ' (it has white space around it)';
  const [prefix, partition, service, region, account, ...rest] = text.split(':');
  if (prefix !== 'arn' || rest.length === 0) return ' (it has fewer than six parts)';
  if (WITH_ENDPOINT.test(text)) return ' (it names an endpoint of a runtime)';
  if (!partition?.startsWith('aws')) return ` (partition "${partition}")`;
  if (service !== SERVICE_NAME.agentCore) return ` (it belongs to the service "${service}")`;
  if (!region) return ' (it has no region)';
  if (!/^\d{12}$/.test(account ?? '')) return ` (account "${account}" is not twelve digits)`;
  if (!rest.join(':').startsWith('runtime/')) return ` (resource "${rest.join(':')}")`;
  return '';
}

function fixFor(text: string): string {
  const [, runtimeArn, endpoint] = WITH_ENDPOINT.exec(text) ?? [];
  if (runtimeArn) return `Give ${runtimeArn} and "${endpoint}" as the qualifier.`;
  return 'Copy it from the output RuntimeArn of the stack.';
}
