/**
 * The calls that a running workflow makes, and nothing else: open and close a run, open sessions, act, step, end acts.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_nova-act.html
 */
export const WORKFLOW_RUN_ACTIONS = [
  'nova-act:CreateWorkflowRun',
  'nova-act:UpdateWorkflowRun',
  'nova-act:CreateSession',
  'nova-act:CreateAct',
  'nova-act:InvokeActStep',
  'nova-act:UpdateAct',
] as const;

/** The calls that look at one definition and its runs. */
export const WORKFLOW_READ_ACTIONS = [
  'nova-act:GetWorkflowDefinition',
  'nova-act:GetWorkflowRun',
  'nova-act:ListWorkflowRuns',
  'nova-act:ListSessions',
  'nova-act:ListActs',
] as const;

/** The calls that find the runs of one definition that nobody ends, and end them. */
export const LOST_RUN_ACTIONS = ['nova-act:ListWorkflowRuns', 'nova-act:UpdateWorkflowRun'] as const;

/** Write and read back objects, without listing, deleting, tagging or changing the bucket. */
export const ARTIFACT_OBJECT_ACTIONS = ['s3:PutObject', 's3:GetObject'] as const;

/** Append to a log group that exists. */
export const LOG_WRITE_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'] as const;

/** Call a runtime, and stop what was started. */
export const INVOKE_ACTIONS = [
  'bedrock-agentcore:InvokeAgentRuntime',
  'bedrock-agentcore:StopRuntimeSession',
] as const;

/** Say for which user a call is. The service does not verify it. */
export const INVOKE_FOR_USER_ACTIONS = ['bedrock-agentcore:InvokeAgentRuntimeForUser'] as const;

/** What drives a browser session of AgentCore Browser: start, look up, steer over CDP, stop. */
export const BROWSER_SESSION_ACTIONS = [
  'bedrock-agentcore:StartBrowserSession',
  'bedrock-agentcore:GetBrowserSession',
  'bedrock-agentcore:ConnectBrowserAutomationStream',
  'bedrock-agentcore:StopBrowserSession',
] as const;

/**
 * Begin a session of AgentCore Browser with a profile, and save it there. Saving is asked of the browser, too.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/browser-profiles.html
 */
export const BROWSER_PROFILE_ACTIONS = [
  'bedrock-agentcore:StartBrowserSession',
  'bedrock-agentcore:SaveBrowserSessionProfile',
] as const;

/** Encrypt and decrypt objects of a bucket with a customer key. */
export const OBJECT_KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;

/** Decrypt what is read. */
export const READ_KEY_ACTIONS = ['kms:Decrypt'] as const;

/** What CloudWatch Logs does with the key of a log group. */
export const LOG_KEY_ACTIONS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:DescribeKey',
] as const;

/** Keep questions: make, read and replace single ones by their keys. No queries, scans or deletions. */
export const DESK_TABLE_ACTIONS = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'] as const;

/** Read a question, and note who has taken over. */
export const TAKE_OVER_TABLE_ACTIONS = ['dynamodb:GetItem', 'dynamodb:UpdateItem'] as const;

/**
 * What DynamoDB does with a customer key for whoever reads and writes a table: the same as CloudWatch Logs does.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export const TABLE_KEY_ACTIONS = LOG_KEY_ACTIONS;

/**
 * Make an address of the WebSocket of a session.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-websocket.html
 */
export const TAKE_OVER_ACTIONS = ['bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream'] as const;

/** Start an item: call the runtime, without a right to stop sessions. */
export const START_ITEM_ACTIONS = ['bedrock-agentcore:InvokeAgentRuntime'] as const;

/** End sessions of a runtime: a host, its own one. */
export const STOP_SESSION_ACTIONS = ['bedrock-agentcore:StopRuntimeSession'] as const;

/** Tell a state machine how a task goes on, and how it ended. */
export const ANSWER_TASK_ACTIONS = [
  'states:SendTaskSuccess',
  'states:SendTaskFailure',
  'states:SendTaskHeartbeat',
] as const;

/**
 * Write what became of items, in parts, and read it back: a redriven execution adds to it.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
export const RESULT_WRITER_ACTIONS = [
  's3:PutObject',
  's3:GetObject',
  's3:ListMultipartUploadParts',
  's3:AbortMultipartUpload',
] as const;
