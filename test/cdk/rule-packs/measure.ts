import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { App } from 'aws-cdk-lib';
import { BUILD_MODES } from '../../../lib/cdk/index.ts';
import { type AppOptions, appIn, CLEARING, COMPANY } from './apps.ts';
import { type Finding, findingsOf } from './packs.ts';
import { unseenTypes } from './unseen-types.ts';

/** What rule packs find in every kind of app. */
export interface Measured {
  /** By the name of the app. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** By what clears it: what was found before, and not after. */
  readonly cleared: ReadonlyMap<string, readonly Finding[]>;
  /** Types of resources that no rule looks at. */
  readonly unseen: readonly string[];
}

/** Synthesizes every kind of app, and looks at each with all packs. */
export function measure(): Measured {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rule-packs-'));
  const make = (options: AppOptions): App => appIn(mkdtempSync(path.join(folder, 'app-')), options);
  try {
    const apps = new Map(Object.entries(APPS).map(([name, options]) => [name, make(options)]));
    const findings = new Map([...apps].map(([name, app]) => [name, findingsOf(app).filter(isIn(name))]));
    const before = findings.get(asItIs('codebuild')) ?? [];
    const cleared = Object.entries(CLEARING).map(([setting, set]) => {
      const after = new Set(findingsOf(make({ context: production('codebuild'), set })).map(keyOf));
      return [setting, before.filter((finding) => !after.has(keyOf(finding)))] as const;
    });
    return { findings, cleared: new Map(cleared), unseen: unseenTypes([...apps.values()]) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const asItIs = (build: string): string => `production, \`${build}\``;
const production = (build: string) => ({ build, env: 'production' });

const CONNECTION =
  'arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef';

const APPS: Readonly<Record<string, AppOptions>> = {
  'development, `docker`': { context: { build: 'docker' } },
  ...Object.fromEntries(BUILD_MODES.map((build) => [asItIs(build), { context: production(build) }])),
  ...Object.fromEntries(
    BUILD_MODES.map((build) => [
      `production, \`${build}\`, all set`,
      { context: production(build), set: COMPANY },
    ]),
  ),
  pipeline: {
    context: { build: 'codebuild', connection: CONNECTION, repository: 'owner/name' },
    set: COMPANY,
  },
  'GitHub role': { context: { github: 'owner/name' } },
};

/** What a pipeline deploys has rows of its own. */
function isIn(name: string): (finding: Finding) => boolean {
  return ({ resource }) => name !== 'pipeline' || !/^Pipeline\/(?:development|production)\//.test(resource);
}

function keyOf({ pack, rule, resource }: Finding): string {
  return `${pack}-${rule} ${resource}`;
}
