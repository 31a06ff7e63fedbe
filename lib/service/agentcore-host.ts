import { SERVICE_NAME } from '../contract/protocol.ts';

/** Where runtime sessions of a region are. @see https://docs.aws.amazon.com/general/latest/gr/bedrock_agentcore.html */
export function agentCoreHost(region: string): string {
  return `${SERVICE_NAME.agentCore}.${region}.amazonaws.com`;
}
