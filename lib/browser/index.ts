export { type CreateActuatorOptions, createActuator } from './actuator.ts';
export {
  type AgentCoreBrowser,
  type AgentCoreBrowserOptions,
  agentCoreBrowser,
} from './agentcore-browser.ts';
export { type Box, type Point, parseBox, type ViewportSize } from './box.ts';
export { type CdpBrowserOptions, cdpBrowser } from './cdp-browser.ts';
export { BROWSER_CHANNELS, type BrowserChannel } from './channels.ts';
export { checkActuatorOptions } from './check-options.ts';
export { ContextTracing, TracingTakenError } from './context-tracing.ts';
export { ACTION_NAMES, decodeCall } from './decode-call.ts';
export { defaultBrowser } from './default-browser.ts';
export type {
  DialogAnswer,
  DialogHandler,
  DialogPolicy,
  DialogQuestion,
  DialogType,
} from './dialog-policy.ts';
export type { BrokenDownload, CompleteDownload, DownloadUnderWay, PageDownload } from './download-record.ts';
export { ActuationError, AgentRedirectError, BrowserNotFoundError, BrowserOptionsError } from './errors.ts';
export {
  BROWSER_PATH_VARIABLES,
  type FindBrowserOptions,
  type FoundBrowser,
  findBrowser,
  installCommands,
} from './find-browser.ts';
export { imageSize } from './image-size.ts';
export { DEFAULT_VIEWPORT, type LocalBrowserOptions, localBrowser } from './local-browser.ts';
export { type PlaywrightContext, type PlaywrightPage, playwrightBrowser } from './playwright-browser.ts';
export { mustBeViewable } from './remote/must-be-viewable.ts';
export { holdRemotely } from './remote/remote-hold.ts';
export { type RemoteFinish, RemoteView, type ViewedBrowser } from './remote/remote-view.ts';
export type {
  ActionOptions,
  Actuator,
  Browser,
  BrowserAction,
  BrowserDimensions,
  BrowserKind,
  ClickType,
  DecodedCall,
  Observation,
  OpenBrowser,
  OpenOptions,
  Rect,
  ScrollDirection,
  ServiceCall,
  UntilEnd,
} from './types.ts';
export { checkUrl } from './url.ts';
export { viewportOf } from './viewport.ts';
