import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { App } from 'aws-cdk-lib';
import { APPS, type AppOptions, appIn, CLEARING } from './apps.ts';
import { type Finding, findingsOf } from './packs.ts';
import { unseenTypes } from './unseen-types.ts';

/** What rule packs find in every kind of app. */
export interface Measured {
  /** By the name of the app. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** What is found without a setting, and not with it: by the name of the setting. */
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
    const findings = new Map([...apps].map(([name, app]) => [name, findingsIn(name, app)]));
    const cleared = Object.entries(CLEARING).map(([setting, change]) => {
      const found = BASES.filter((name) => (name === 'pipeline') === (change.pipeline !== undefined)).flatMap(
        (name) => {
          const options = APPS[name];
          if (options === undefined) throw new TypeError(`There is no app "${name}".`);
          const left = new Set(findingsIn(name, make({ ...options, ...change })).map(keyOf));
          return (findings.get(name) ?? []).filter((finding) => !left.has(keyOf(finding)));
        },
      );
      return [setting, found] as const;
    });
    return { findings, cleared: new Map(cleared), unseen: unseenTypes([...apps.values()]) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Apps that have between them every resource of those in which nothing is set. */
const BASES = ['development, `docker`', 'production, `codebuild`', 'pipeline'];

/** Without what a pipeline deploys, which has apps of its own. */
function findingsIn(name: string, app: App): Finding[] {
  return findingsOf(app).filter(
    ({ resource }) =>
      !name.startsWith('pipeline') || !/^Pipeline\/(?:development|production)\//.test(resource),
  );
}

function keyOf({ pack, rule, resource }: Finding): string {
  return `${pack}-${rule} ${resource}`;
}
