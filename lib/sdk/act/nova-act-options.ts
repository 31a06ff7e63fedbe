import type { Browser, DialogPolicy } from '../../browser/index.ts';
import type { TraceWord } from '../../contract/browser-trace.ts';
import type { AuthFits, SessionAuth } from '../auth/session-auth.ts';
import type { Guardrail } from '../guardrail/guardrail.ts';
import type { Human } from '../human/human.ts';
import type { Workflow } from '../run/workflow.ts';
import type { TraceSink } from '../traces/trace-sink.ts';
import type { ActuatorFits, CustomActuator } from './custom-actuator.ts';
import type { Tool, ToolSource } from './tool.ts';

/** What a session is started with. */
export type NovaActOptions = SessionOptions & AuthFits & ActuatorFits;

/** The same without what one option asks of another. */
export interface SessionOptions {
  /** Page to open first. @default a blank page, for prompts that say where to go */
  readonly startingPage?: string | undefined;
  /** Where it works: `localBrowser`, `cdpBrowser`, `agentCoreBrowser`, `playwrightBrowser`. @default a local one; with `NOVA_ACT_BROWSER=agentcore` in the environment, AgentCore Browser */
  readonly browser?: Browser | undefined;
  /** The run that it belongs to. @default the run of the `workflow()` or `Workflow.run` around the code */
  readonly workflow?: Workflow | undefined;
  /** Cancels the start and every act of the session. */
  readonly signal?: AbortSignal | undefined;
  /** Limit for loading the starting page and for `goToUrl`. @default 60000 */
  readonly goToUrlTimeoutMs?: number | undefined;
  /**
   * Pause before each look that follows an action or the opening of a page, after it has settled, in whole milliseconds from 0 to 60000: for
   * pages that change late and give no sign of it before.
   * @default 0
   */
  readonly observationDelayMs?: number | undefined;
  /** Steps an act may take unless it says otherwise. @default 30 */
  readonly maxSteps?: number | undefined;
  /**
   * Sends the page's simplified DOM along with each screenshot, as the offline agent needs it.
   * @default on with a loopback endpoint or when `NOVA_ACT_REPLAYABLE` is set, off otherwise
   */
  readonly replayable?: boolean | undefined;
  /** Functions of yours that the agent may call, and tools of MCP servers; see `defineTool` and `mcpTools`. @default none */
  readonly tools?: readonly (Tool | ToolSource)[] | undefined;
  /** People whom the agent may ask. @default those of the run, otherwise nobody: the agent is not told that it can */
  readonly human?: Human | undefined;
  /**
   * Brings the sign-ins of an earlier session, and keeps those of this one when it is closed: `storageStateFile`,
   * `s3StorageState`, `agentCoreProfile` (with AgentCore Browser only), or a {@link StorageStateAuth} of your own.
   * @default neither
   */
  readonly auth?: SessionAuth | undefined;
  /**
   * Folder for the traces of acts: a page and a trajectory of each. It is made if it is missing; a relative one is below the working
   * directory, `~` is the home folder.
   * @default that of the run, otherwise none
   */
  readonly logsDirectory?: string | undefined;
  /** Where the traces of acts are stored when they are complete; `false` is nowhere. @default that of the run */
  readonly artifacts?: TraceSink | false | undefined;
  /**
   * When Playwright's own traces of the browser are kept, each a zip of an act for `npx playwright show-trace` or the viewer: `on`, of every
   * act and of what came after the last; `retain-on-failure`, of acts that failed, and of what came after the last when the run fails.
   * They go where the traces of acts go, and hold what pages and requests hold: texts, bodies and pictures in clear. Secrets that are known,
   * cookies and headers that sign in are taken out; passwords that nobody has told this library of, and pictures, are not.
   * @default that of the run, `NOVA_ACT_TRACE`, otherwise 'off'
   */
  readonly trace?: TraceWord | undefined;
  /** Hands and eyes of your own, in place of a browser: then there is no `browser`, and no option that is about pages. @default those of this library */
  readonly actuator?: CustomActuator | undefined;
  /** Files or folders (`/dir/*`) whose files the agent may upload. @default none */
  readonly allowedFileUploadPaths?: readonly string[] | undefined;
  /** Files or folders (`/dir/*`) that the agent may open as `file:` URLs. @default none */
  readonly allowedFileOpenPaths?: readonly string[] | undefined;
  /**
   * What becomes of questions that pages ask in windows of the browser's: `dismiss`, `accept`, or a function that decides.
   * The agent is told of each. `alert` and `beforeunload` are accepted unless a function says otherwise.
   * @default 'dismiss'
   */
  readonly dialogs?: DialogPolicy | undefined;
  /**
   * Folder for what pages download, made if it is missing; a relative one is below the working directory, `~` is the home
   * folder. Nothing in it is
   * overwritten.
   * @default a temporary folder that is removed when the session closes
   */
  readonly downloadsDir?: string | undefined;
  /** Which pages the agent may be on; see {@link Guardrail}. @default that of the run, otherwise every page */
  readonly guardrail?: Guardrail | undefined;
  /** Do not insist on a viewport that the model was made for. @default false */
  readonly ignoreScreenSize?: boolean | undefined;
  /**
   * Whether Ctrl-X in the terminal cancels the act under way, and leaves the browser as it is.
   * @default true, unless `NOVA_ACT_DISABLE_TTY` or `CI` is set; never where stdin or stderr is no terminal, or a host runs the workflow
   */
  readonly tty?: boolean | undefined;
}

/** Limits of one act. */
export interface ActOptions {
  /** Whole milliseconds, 2000 to 1800000; a step under way is stopped. @default no limit */
  readonly timeoutMs?: number | undefined;
  /** Calls of the service, 1 to 199. @default the session's, otherwise 30 */
  readonly maxSteps?: number | undefined;
  /** Cancels the act: it is reported FAILED. */
  readonly signal?: AbortSignal | undefined;
  /** Keeps the sign-ins by the session's `auth` when the act has succeeded, too, not only when the session is closed. @default false */
  readonly saveAuth?: boolean | undefined;
}

export const SESSION_KEYS = {
  startingPage: true,
  browser: true,
  workflow: true,
  signal: true,
  goToUrlTimeoutMs: true,
  observationDelayMs: true,
  maxSteps: true,
  replayable: true,
  tools: true,
  human: true,
  auth: true,
  logsDirectory: true,
  artifacts: true,
  trace: true,
  actuator: true,
  allowedFileUploadPaths: true,
  allowedFileOpenPaths: true,
  dialogs: true,
  downloadsDir: true,
  guardrail: true,
  ignoreScreenSize: true,
  tty: true,
} as const satisfies Record<keyof NovaActOptions, true>;

export const ACT_KEYS = {
  timeoutMs: true,
  maxSteps: true,
  signal: true,
  saveAuth: true,
} as const satisfies Record<keyof ActOptions, true>;
