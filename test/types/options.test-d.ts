/** Options that take one of several things, and unions that a `kind` or `type` tells apart. */
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { expectTypeOf } from 'expect-type';
import type { WorkflowCatalogEntry } from '../../lib/catalog/index.ts';
import type { BuildMode, NovaActWorkflowProps, PrebuiltImage } from '../../lib/cdk/index.ts';
import {
  agentCoreBrowser,
  agentCoreProfile,
  type Browser,
  type CustomActuator,
  localBrowser,
  type NovaActErrorCode,
  type NovaActOptions,
  type ProgressEvent,
  playwrightBrowser,
  type SessionAuth,
  s3StorageState,
  storageStateFile,
} from '../../lib/sdk/index.ts';

expectTypeOf<BuildMode>().toEqualTypeOf<'docker' | 'codebuild' | 'zip'>();
expectTypeOf<NonNullable<NovaActWorkflowProps['build']>>().toEqualTypeOf<BuildMode | PrebuiltImage>();

const props = (_props: NovaActWorkflowProps): void => {};
declare const image: PrebuiltImage;
props({ entry: 'workflows/shop.ts' });
props({ entry: 'workflows/shop.ts', build: 'zip', runtime: { monitoring: false } });
props({ entry: 'workflows/shop.ts', build: image, runtime: { monitoring: {} } });
// @ts-expect-error no such way to build
props({ entry: 'workflows/shop.ts', build: 'podman' });
// @ts-expect-error a tag may move: images are named by their digests
props({ entry: 'workflows/shop.ts', build: { repository: image.repository, tag: 'latest' } });
props({ entry: 'workflows/shop.ts', runtime: { monitoring: true } });

// What callers may not have, they pass on without a conditional.
declare const given: { readonly vpc: IVpc | undefined; readonly build: BuildMode | undefined };
props({ entry: 'workflows/shop.ts', build: given.build, runtime: { vpc: given.vpc } });
expectTypeOf<{ name: string; environment: undefined }>().toExtend<
  Pick<WorkflowCatalogEntry, 'name' | 'environment'>
>();

const session = (_options: NovaActOptions): void => {};
declare const browser: Browser;
session({ browser, maxSteps: 10 });
// @ts-expect-error browsers are made by localBrowser() and others, not named
session({ browser: 'agentcore' });
session({ guardrail: { allow: ['example.com'], block: undefined } });
session({ guardrail: async ({ url }) => url.startsWith('https:') });
session({ guardrail: () => 'pass' });
// @ts-expect-error a guardrail says 'pass' or 'block'
session({ guardrail: () => 'allow' });
session({
  human: { approve: async ({ message }) => message.length > 3, takeOver: ({ page }) => page.isClosed() },
});
// @ts-expect-error a text is no answer: "no" would count as a yes
session({ human: { approve: () => 'no' } });
// @ts-expect-error whoever approves something has no hands
session({ human: { approve: ({ page }) => page.isClosed() } });
// @ts-expect-error limits have units in their names
session({ goToUrlTimeout: 10 });

const file = storageStateFile({ path: 'sign-in.json' });
session({ auth: file, browser: localBrowser() });
session({ auth: file, browser: agentCoreBrowser() });
session({ auth: agentCoreProfile(), browser: agentCoreBrowser() });
// @ts-expect-error only AgentCore Browser has profiles
session({ auth: agentCoreProfile(), browser: localBrowser() });
// By the environment, like the browser.
declare const isDeployed: boolean;
session({ auth: isDeployed ? agentCoreProfile() : file });
declare const options: { readonly auth: SessionAuth | undefined } & NovaActOptions;
session({ ...options, startingPage: 'https://example.com' });
s3StorageState({ bucket: 'sign-ins', profile: 'shop', prefix: undefined });
// @ts-expect-error a key is complete
s3StorageState({ bucket: 'sign-ins', key: 'shop.json', profile: 'shop' });

// A `switch` over progress can be exhaustive; each case knows its members.
export function describe(event: ProgressEvent): string {
  switch (event.type) {
    case 'run':
      return event.definitionName;
    case 'session':
      return event.sessionId;
    case 'act':
      expectTypeOf(event.status).toEqualTypeOf<'RUNNING' | 'SUCCEEDED' | 'FAILED'>();
      return event.actId;
    case 'step':
      // @ts-expect-error steps have no status
      event.status;
      return event.calls.join();
    case 'human':
      expectTypeOf(event.answer).toEqualTypeOf<'yes' | 'no' | undefined>();
      return event.kind;
    case 'page':
    case 'log':
      return event.message;
    default:
      expectTypeOf(event).toBeNever();
      return event;
  }
}

expectTypeOf<'act-timeout'>().toExtend<NovaActErrorCode>();
expectTypeOf<string>().not.toExtend<NovaActErrorCode>();

// A session has a browser or an actuator; options that may hold either are passed on.
declare const actuator: CustomActuator;
session({ actuator, guardrail: ({ url }) => url.startsWith('app:') });
// @ts-expect-error there is no browser beside an actuator
session({ actuator, browser });
declare const some: NovaActOptions;
session({ startingPage: 'https://example.com', ...some });
// @ts-expect-error no such build
localBrowser({ channel: 'chrome-nightly' });
// @ts-expect-error a browser is neither a page nor a context
playwrightBrowser(browser);
