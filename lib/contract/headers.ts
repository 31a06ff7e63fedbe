/**
 * HTTP headers between a caller, AgentCore Runtime and the host in the container, in lower case.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html
 */
export const HEADER = {
  /** The runtime session, both ways. */
  sessionId: 'x-amzn-bedrock-agentcore-runtime-session-id',
  /** Unique for each invocation. */
  requestId: 'x-amzn-bedrock-agentcore-runtime-request-id',
  userId: 'x-amzn-bedrock-agentcore-runtime-user-id',
  traceId: 'x-amzn-trace-id',
  /** The name of the error that a service answers with. */
  errorType: 'x-amzn-errortype',
} as const;

/** Headers that begin with this go from the caller to the workflow. */
export const CUSTOM_HEADER_PREFIX = 'x-amzn-bedrock-agentcore-runtime-custom-';
