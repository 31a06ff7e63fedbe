import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalog as companyCatalog } from '../../examples/company/workflows/catalog.ts';
import { settings as companySettings } from '../../examples/company/workflows/settings.ts';
import { type DeploymentSettings, type WorkflowAppOptions, workflowApp } from '../../lib/cdk/index.ts';
import { catalog } from '../../workflows/catalog.ts';
import { projectRoot, run } from './support/processes.ts';
import { PREPARATION_MS, type Python, python } from './support/python.ts';

const CONNECTION =
  'arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef';

/** Every kind of app that the command line can ask for. */
const APPS = [
  { build: 'docker' },
  { build: 'codebuild' },
  { build: 'zip' },
  { build: 'docker', env: 'production' },
  { build: 'codebuild', env: 'production', regions: 'us-east-1,us-west-2' },
  { build: 'zip', env: 'production' },
  { build: 'codebuild', connection: CONNECTION, repository: 'owner/name' },
  { build: 'zip', connection: CONNECTION, repository: 'owner/name' },
  { github: 'owner/name' },
] as const;

/** Everything that a pipeline needs in other accounts and regions. */
const TWO_ACCOUNTS: DeploymentSettings = {
  environments: {
    development: { account: '222222222222', qualifier: 'bank', keepData: false },
    production: {
      account: '333333333333',
      stage: 'production',
      regions: ['us-east-1', 'us-west-2'],
      permissionsBoundary: 'Boundary',
      tags: { owner: 'platform' },
    },
  },
  pipeline: { account: '111111111111', region: 'us-east-1', qualifier: 'bank', tags: { owner: 'platform' } },
};

/** A pipeline and a role of GitHub in other accounts and regions. */
const TWO_ACCOUNT_APPS = [
  { build: 'zip', connection: CONNECTION, repository: 'owner/name' },
  { github: 'owner/name', env: 'production' },
] as const;

/** Fleets and schedules, with all that they can have. */
const FLEETS: DeploymentSettings = {
  environments: {
    development: {
      customerKey: true,
      monitoring: true,
      fleet: { itemBuckets: ['shop-lists'], startOnUpload: { prefix: 'lists/', suffix: '.jsonl' } },
      schedule: { rate: '6 hours', items: { key: 'lists/shops.jsonl' } },
    },
    production: {
      stage: 'production',
      schedule: { cron: '0 3 * * ? *', timeZone: 'Europe/Berlin', windowMinutes: 15, payload: { day: 1 } },
    },
  },
};

const FLEET_APPS = [{ build: 'zip' }, { build: 'zip', env: 'production' }] as const;

/** The app of a bank, in all its accounts. */
const COMPANY_APPS = [
  { env: 'development' },
  { env: 'production' },
  { connection: CONNECTION, repository: 'owner/name' },
] as const;

const COMPANY: WorkflowAppOptions = {
  catalog: companyCatalog,
  settings: companySettings,
  projectRoot: path.join(projectRoot, 'examples', 'company'),
};

/** Rules about what is written twice, not about what is wrong: CDK writes dependencies and imports as it needs them. */
const NOT_WRONG = ['W3005', 'W6001'];

/**
 * What cfn-lint's rule I1022 thinks of style, and what its rule E3703 repeats as an error when it looks into the roles of
 * pipeline actions. CDK joins ARNs with Fn::Join.
 */
const STYLE = 'Prefer using Fn::Sub over Fn::Join with an empty delimiter';

interface Finding {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Filename: string;
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

process.env.CDK_VALIDATION = 'false';
const folders: string[] = [];
let tools: Python;

beforeAll(async () => {
  tools = await python();
}, PREPARATION_MS);

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The files of all templates of an app; those of stages are in folders of their own. */
function templatesOf(context: Readonly<Record<string, string>>, options: WorkflowAppOptions): string[] {
  const outdir = mkdtempSync(path.join(os.tmpdir(), 'cfn-lint-'));
  folders.push(outdir);
  const settings: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(path.join(projectRoot, 'cdk.json'), 'utf8'),
  );
  workflowApp({
    ...options,
    appProps: {
      outdir,
      analyticsReporting: false,
      postCliContext: {
        ...settings.context,
        '@aws-cdk/core:annotationsInValidationReport': false,
        ...context,
      },
    },
  }).synth();
  return readdirSync(outdir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => path.join(outdir, file));
}

async function findingsIn(files: readonly string[]): Promise<string[]> {
  const options = ['--format', 'json', '--non-zero-exit-code', 'none', '--ignore-checks', ...NOT_WRONG];
  const { stdout } = await run(tools.tool('cfn-lint'), [...options, '--', ...files]);
  const findings: Finding[] = JSON.parse(stdout || '[]');
  return findings
    .filter(({ Message }) => Message !== STYLE)
    .map(({ Rule, Message, Filename }) => `${Rule.Id} in ${path.basename(Filename)}: ${Message}`);
}

describe.each([
  ...APPS.map((context) => ({ whose: 'this project', context, options: { catalog, projectRoot } })),
  ...TWO_ACCOUNT_APPS.map((context) => ({
    whose: 'this project in two accounts',
    context,
    options: { catalog, settings: TWO_ACCOUNTS, projectRoot },
  })),
  ...FLEET_APPS.map((context) => ({
    whose: 'this project with fleets and schedules',
    context,
    options: { catalog, settings: FLEETS, projectRoot },
  })),
  ...COMPANY_APPS.map((context) => ({ whose: 'examples/company', context, options: COMPANY })),
])('when cfn-lint reads the templates of $whose, $context', ({ context, options }) => {
  const files = templatesOf(context, options);

  test('it finds neither an error nor a warning', async () => {
    expect(files.length).toBeGreaterThan(0);
    expect(await findingsIn(files)).toEqual([]);
  });

  test('it knows every type but custom ones, so that nothing is passed over in silence', async () => {
    const types = new Set(
      files.flatMap((file) => {
        const template: Template = JSON.parse(readFileSync(file, 'utf8'));
        return Object.values(template.Resources).map(({ Type }) => Type);
      }),
    );
    const native = [...types].filter((type) => !type.startsWith('Custom::')).sort();

    const { stdout } = await run(tools.executable, [tools.script('known_types'), JSON.stringify(native)]);

    expect(native.length).toBeGreaterThan(0);
    expect(JSON.parse(stdout)).toEqual([]);
  });
});
