/**
 * Options of the Python SDK, and where they are here, for those who write them by habit. What is only spelled otherwise at the same
 * place is found without it.
 *
 * @see https://github.com/aws/nova-act
 */
export const PYTHON_OPTIONS: ReadonlyMap<string, string> = new Map([
  // Of a session.
  ['starting_page', '`startingPage` of NovaAct.start'],
  ['go_to_url_timeout', '`goToUrlTimeoutMs` of NovaAct.start, in milliseconds'],
  ['human_input_callbacks', '`human: { approve, takeOver }`'],
  ['state_guardrail', '`guardrail`'],
  ['browser_auth', '`auth` of NovaAct.start'],
  ['ignore_screen_dims_check', '`ignoreScreenSize` of NovaAct.start'],
  ['logs_directory', '`logsDirectory` of NovaAct.start or of the workflow'],
  ['security_options', '`allowedFileUploadPaths` and `allowedFileOpenPaths` of NovaAct.start'],
  ['stop_hooks', 'code after the last act, or `artifacts` (s3Artifacts) for traces in S3'],
  ['preview', 'nothing: leave it out'],
  // Of its browser.
  ...['headless', 'proxy', 'args', 'viewport', 'channel'].map(inLocalBrowser),
  ['chrome_channel', '`browser: localBrowser({ channel })`'],
  ['user_data_dir', '`browser: localBrowser({ userDataDir })`'],
  ['clone_user_data_dir', '`browser: localBrowser({ userDataDir, copyProfile: true })`'],
  ['profile_directory', '`browser: localBrowser({ profileDirectory })`'],
  ['ignore_https_errors', '`browser: localBrowser({ ignoreHTTPSErrors })`'],
  ['screen_width', '`browser: localBrowser({ viewport: { width, height } })`'],
  ['screen_height', '`browser: localBrowser({ viewport: { width, height } })`'],
  ['record_video', '`browser: localBrowser({ recordVideo: { dir } })`'],
  ['user_agent', '`browser: localBrowser({ userAgent })`'],
  ['use_default_chrome_browser', '`browser: localBrowser({ channel, userDataDir, copyProfile: true })`'],
  ['cdp_endpoint_url', '`browser: cdpBrowser({ endpointUrl })`'],
  ['cdp_headers', '`browser: cdpBrowser({ endpointUrl, headers })`'],
  ['cdp_use_existing_page', '`browser: cdpBrowser({ endpointUrl, useExistingPage: true })`'],
  ['playwright_instance', '`browser: playwrightBrowser(page)`'],
  // Of an act.
  ['timeout', '`timeoutMs` of an act, in milliseconds'],
  ['max_steps', '`maxSteps` of NovaAct.start or of an act'],
  ['observation_delay_ms', '`observationDelayMs` of NovaAct.start'],
  ['schema', 'an argument of its own: `nova.actGet(prompt, schema)`'],
  ...['model_temperature', 'model_top_k', 'model_seed'].map((name): Row => [name, 'nothing: leave it out']),
  // Of a run.
  ['workflow_definition_name', '`definitionName` of the workflow'],
  ['model_id', '`modelId` of the workflow'],
  ['log_group_name', '`logGroupName` of the workflow'],
  ['nova_act_api_key', '`apiKey` of the workflow'],
  ['boto_session_kwargs', '`credentials` and `region` of the workflow, or AWS_PROFILE and AWS_REGION'],
  ['boto_session', '`credentials` and `region` of the workflow, or AWS_PROFILE and AWS_REGION'],
  ['boto_config', 'nothing: requests are repeated while there is time'],
]);

type Row = readonly [python: string, ours: string];

function inLocalBrowser(name: string): Row {
  return [name, `\`browser: localBrowser({ ${name} })\``];
}
