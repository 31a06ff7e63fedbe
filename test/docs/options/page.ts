import { ACT_KEYS, SESSION_KEYS } from '../../../lib/sdk/act/nova-act-options.ts';
import { WORKFLOW_KEYS } from '../../../lib/sdk/run/workflow-options.ts';
import { type DocumentedOption, optionsIn } from './documented-options.ts';

export const PAGE = 'docs/options.md';

/** The page of all options, made of the types that take them: what a type says of an option stands there only. */
export function optionsPage(): string {
  const parts = SECTIONS.map(
    ({ title, intro, from }) =>
      `## ${title}\n\n${intro}\n\n${table(from.flatMap(([file, name]) => optionsIn(file, name)))}`,
  );
  return `${INTRO}\n${inSeveralPlaces()}\n\n${parts.join('\n\n')}\n`;
}

/** The options of a section of the page, by its title. */
export function namesIn(title: string): readonly string[] {
  const from = SECTIONS.find((section) => section.title === title)?.from ?? [];
  return from.flatMap(([file, name]) => optionsIn(file, name)).map(({ name }) => name);
}

export interface Section {
  readonly title: string;
  readonly intro: string;
  /** Files below lib, and the types in them. */
  readonly from: readonly (readonly [file: string, type: string])[];
}

const WRITING = 'writing-workflows.md';

export const SECTIONS: readonly Section[] = [
  {
    title: 'A run',
    intro: `Of \`workflow(options, fn)\`, \`@workflow(options)\`, \`Workflow.run\` and \`Workflow.start\` ([runs](${WRITING}#runs-four-ways)).`,
    from: [
      ['sdk/run/workflow-options.ts', 'WorkflowOptions'],
      ['sdk/run/connection.ts', 'ConnectionOptions'],
    ],
  },
  {
    title: 'A payload',
    intro: `Of \`workflow(options, fn)\` and \`@workflow(options)\` only ([payload](${WRITING}#payload)).`,
    from: [['sdk/run/workflow-options.ts', 'PayloadOption']],
  },
  {
    title: 'A session',
    intro: `Of \`NovaAct.start\` ([sessions](${WRITING}#sessions)).`,
    from: [['sdk/act/nova-act-options.ts', 'SessionOptions']],
  },
  {
    title: 'An act',
    intro: `Of \`nova.act\` and \`nova.actGet\` ([acts](${WRITING}#acts)).`,
    from: [['sdk/act/nova-act-options.ts', 'ActOptions']],
  },
  {
    title: 'Downloads',
    intro: `Of \`nova.nextDownload\` and \`nova.allDownloads\` ([downloads](${WRITING}#downloads-dialogs-tabs)).`,
    from: [['sdk/act/wait-for-downloads.ts', 'DownloadOptions']],
  },
  {
    title: 'A browser of this machine',
    intro: `Of \`localBrowser\`, for \`browser\` of a session ([browsers](${WRITING}#browsers)).`,
    from: [['browser/local-browser.ts', 'LocalBrowserOptions']],
  },
  {
    title: 'A browser that runs already',
    intro: `Of \`cdpBrowser\`. \`playwrightBrowser(pageOrContext)\` has no options ([a page of your own](${WRITING}#a-page-of-your-own)).`,
    from: [['browser/cdp-browser.ts', 'CdpBrowserOptions']],
  },
  {
    title: 'AgentCore Browser',
    intro: 'Of `agentCoreBrowser`.',
    from: [['browser/agentcore-browser.ts', 'AgentCoreBrowserOptions']],
  },
  {
    title: 'Tools of an MCP server',
    intro: `Of \`mcpTools\`, of \`nova-act-cdk/mcp\`: either \`command\`, or \`url\` ([tools of MCP servers](${WRITING}#tools-of-mcp-servers)).`,
    from: [
      ['mcp/mcp-tools-options.ts', 'McpStdioServerOptions'],
      ['mcp/mcp-tools-options.ts', 'McpHttpServerOptions'],
      ['mcp/mcp-tools-options.ts', 'McpToolChoiceOptions'],
    ],
  },
  {
    title: 'People',
    intro: `Of \`human\` of a run or a session ([people](${WRITING}#people)).`,
    from: [['sdk/human/human.ts', 'Human']],
  },
  {
    title: 'What the agent is told of people',
    intro: 'Of `human.descriptions`.',
    from: [['sdk/human/human.ts', 'HumanDescriptions']],
  },
  {
    title: 'People, on a page',
    intro: `Of \`webHuman\`, for \`human\` ([people on a page](${WRITING}#people-on-a-page)).`,
    from: [['sdk/human/web/web-human.ts', 'WebHumanOptions']],
  },
  {
    title: 'A topic of SNS that tells people',
    intro: 'Of `snsNotifier`, for `notify`. `consoleNotifier()` has no options.',
    from: [['sdk/human/web/sns-notifier.ts', 'SnsNotifierOptions']],
  },
  {
    title: 'A webhook that tells people',
    intro: 'Of `webhookNotifier`, for `notify`.',
    from: [['sdk/human/web/webhook-notifier.ts', 'WebhookNotifierOptions']],
  },
  {
    title: 'A guardrail',
    intro: `Of \`guardrail\` of a run or a session, which may be a function as well ([guardrail](${WRITING}#guardrail)).`,
    from: [['sdk/guardrail/guardrail.ts', 'GuardrailRules']],
  },
  {
    title: 'Sign-ins in a file',
    intro: `Of \`storageStateFile\`, for \`auth\` of a session ([stay signed in](${WRITING}#stay-signed-in)).`,
    from: [['sdk/auth/storage-state-file.ts', 'StorageStateFileOptions']],
  },
  {
    title: 'Sign-ins in S3',
    intro: 'Of `s3StorageState`: either `key`, or `profile`.',
    from: [
      ['sdk/auth/s3-storage-state.ts', 'S3StorageStateOptions'],
      ['sdk/auth/s3-storage-state.ts', 'S3StorageStatePlace'],
    ],
  },
  {
    title: 'Sign-ins in a profile of AgentCore Browser',
    intro: 'Of `agentCoreProfile`.',
    from: [['sdk/auth/agentcore-profile.ts', 'AgentCoreProfileOptions']],
  },
  {
    title: 'Traces in S3',
    intro: `Of \`s3Artifacts\`, for \`artifacts\` of a run or a session ([artifacts](${WRITING}#artifacts)).`,
    from: [['sdk/traces/s3-artifacts.ts', 'S3ArtifactsOptions']],
  },
  {
    title: 'A secret',
    intro: `Of \`secret(variable, options)\` ([secrets](${WRITING}#secrets)).`,
    from: [['sdk/secrets/secret.ts', 'SecretOptions']],
  },
];

const INTRO = `<!-- Written by \`npm run docs:options\` from the comments in the types. -->

# Options

Every option of the SDK: its name, its type, what it is without you, and what it means. One without a \`?\` must be there. Options of
constructs are on [their page](constructs.md), settings of deployments on [theirs](deploying-for-companies.md#settings),
variables of the environment [with the workflows](${WRITING}#environment-variables), those of commands [with the commands](README.md#commands).
`;

function table(options: readonly DocumentedOption[]): string {
  const rows = options.map(
    ({ name, isOptional, type, meaning, byDefault }) =>
      `| \`${name}${isOptional ? '?' : ''}\` | ${code(type)} | ${literal(byDefault)} | ${cell(meaning)} |`,
  );
  return ['| Option | Type | Default | Meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function inSeveralPlaces(): string {
  const places: readonly object[] = [WORKFLOW_KEYS, SESSION_KEYS, ACT_KEYS];
  const names = [...new Set(places.flatMap((keys) => Object.keys(keys)))].filter(
    (name) => places.filter((keys) => name in keys).length > 1,
  );
  const rows = names.map(
    (name) => `| \`${name}\` | ${places.map((keys) => (name in keys ? 'yes' : '–')).join(' | ')} |`,
  );
  return [
    'These may be said in several places; the nearest one wins, but a signal counts in each:\n',
    '| Option | Run | Session | Act |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function code(text: string): string {
  return `\`${cell(text)}\``;
}

/** A value that stands for a whole default is code, as in the source. */
function literal(text: string): string {
  return /^(?:'[^']*'|[\d_]+|true|false)$/.test(text) ? code(text) : cell(text);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
