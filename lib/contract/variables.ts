/**
 * Environment variables by which whoever starts a workflow (stacks, local AWS, a person) tells the program what it
 * needs to know. docs/container.md says what each means.
 */
export const VARIABLE = {
  /** Wins over the name in the code: a deployment may name its definition itself. */
  definitionName: 'NOVA_ACT_WORKFLOW_DEFINITION_NAME',
  logGroupName: 'NOVA_ACT_LOG_GROUP_NAME',
  /** A key of the service for people without AWS; used only where the code says so. */
  apiKey: 'NOVA_ACT_API_KEY',
  artifactBucket: 'NOVA_ACT_ARTIFACT_BUCKET',
  artifactPrefix: 'NOVA_ACT_ARTIFACT_PREFIX',
  /** Where `webHuman()` asks people: the address of the desk, without a slash at its end. */
  humanUrl: 'NOVA_ACT_HUMAN_URL',
  /** ARN of the topic of SNS by which `webHuman()` tells people that they are asked. */
  humanTopic: 'NOVA_ACT_HUMAN_TOPIC_ARN',
  /** `0`: nobody can take over, because nobody can sign in at that desk. */
  humanTakeOver: 'NOVA_ACT_HUMAN_TAKE_OVER',
  /** {@link TAKE_OVERS_ONLY}: the WebSocket of the host takes people who take over, and nothing else. */
  webSocket: 'NOVA_ACT_WEB_SOCKET',
  /** `0`: the traces of acts are not stored in that bucket unless the workflow asks for it. */
  artifacts: 'NOVA_ACT_ARTIFACTS',
  /** When Playwright traces are kept, unless the code says it: a word of `TRACE_WORDS`. */
  trace: 'NOVA_ACT_TRACE',
  runtimeHost: 'NOVA_ACT_RUNTIME_HOST',
  runtimePort: 'NOVA_ACT_RUNTIME_PORT',
  /** Marks the processes of a session of local AWS. */
  localSession: 'NOVA_ACT_LOCAL_SESSION',
  /** Marks a process on the machine of its author: what the workflow prints stays as it is, and the host says nothing. */
  onDesk: 'NOVA_ACT_ON_DESK',
  /** The process id of a command that asks people on its terminal for the workflow's process that it has started. */
  terminal: 'NOVA_ACT_TERMINAL',
  /** `create`: a workflow definition that local AWS does not have is made when a run of it begins. */
  missingDefinition: 'NOVA_ACT_MISSING_DEFINITION',
  /** The state folder of the local AWS that a shell has entered by `env`: what commands take without `--state-dir`. */
  stateDir: 'NOVA_ACT_STATE_DIR',
  /** `local` or `agentcore`. */
  browser: 'NOVA_ACT_BROWSER',
  browserId: 'NOVA_ACT_BROWSER_ID',
  /** Id of the profile of AgentCore Browser that `agentCoreProfile()` takes. */
  browserProfile: 'NOVA_ACT_BROWSER_PROFILE',
  browserPath: 'NOVA_ACT_BROWSER_PATH',
  browserChannel: 'NOVA_ACT_CHROME_CHANNEL',
  browserArgs: 'NOVA_ACT_BROWSER_ARGS',
  headless: 'NOVA_ACT_HEADLESS',
  /** Any value: keys of the terminal are not watched. */
  disableTty: 'NOVA_ACT_DISABLE_TTY',
  /** What of this machine browsers may not reach: `loopback`, ports, with commas between. The host sets it. */
  browserRefuses: 'NOVA_ACT_BROWSER_REFUSES',
  /** How much is said: of progress on a terminal, and by the runtime host. */
  logLevel: 'NOVA_ACT_LOG_LEVEL',
  /** Sends the DOM of pages with observations. */
  replayable: 'NOVA_ACT_REPLAYABLE',
} as const;

/** The value of `NOVA_ACT_WEB_SOCKET` where people can take over: whoever has the address of such a WebSocket can do nothing else by it. */
export const TAKE_OVERS_ONLY = 'take-overs';

/** Endpoint variables of AWS clients, for the services that this project calls. */
export const ENDPOINT_VARIABLE = {
  novaAct: 'AWS_ENDPOINT_URL_NOVA_ACT',
  agentCore: 'AWS_ENDPOINT_URL_BEDROCK_AGENTCORE',
  s3: 'AWS_ENDPOINT_URL_S3',
  sts: 'AWS_ENDPOINT_URL_STS',
  logs: 'AWS_ENDPOINT_URL_CLOUDWATCH_LOGS',
  secretsManager: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  sns: 'AWS_ENDPOINT_URL_SNS',
} as const;

/** The endpoint of all services that have no variable of their own. */
export const ENDPOINT_OF_ALL = 'AWS_ENDPOINT_URL';
