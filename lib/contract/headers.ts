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
  traceParent: 'traceparent',
  traceState: 'tracestate',
  baggage: 'baggage',
  mcpSessionId: 'mcp-session-id',
  mcpProtocolVersion: 'mcp-protocol-version',
  mcpMethod: 'mcp-method',
  mcpName: 'mcp-name',
  /** The name of the error that a service answers with. */
  errorType: 'x-amzn-errortype',
  /** The id that AWS gives a request, in the answer. */
  awsRequestId: 'x-amzn-requestid',
} as const;

/** What only local AWS says, of an invocation or of itself, or is told. */
export const LOCAL_HEADER = {
  /** The address of its viewer, with a slash at the end. */
  viewer: 'x-nova-act-local-viewer',
  /** The file with what the session's process prints, percent-encoded. */
  logFile: 'x-nova-act-local-log-file',
  /** Which local AWS answers: another one each time that one is started. */
  server: 'x-nova-act-local-server',
  /** Of a request that makes a definition: one that is there is changed, and keeps its runs. */
  replaces: 'x-nova-act-local-replaces',
  /** The version of the package that it is of. */
  version: 'x-nova-act-local-version',
  /** Of a WebSocket that was opened by an address for a take-over, or by a page, also in that address: it is good for that only. */
  takeOversOnly: 'x-nova-act-local-take-overs-only',
} as const;

/** Headers that begin with this go from the caller to the workflow. */
export const CUSTOM_HEADER_PREFIX = 'x-amzn-bedrock-agentcore-runtime-custom-';
