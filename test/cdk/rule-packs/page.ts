import path from 'node:path';
import type { Measured } from './measure.ts';
import { type Finding, PACKS } from './packs.ts';

export const PAGE = path.resolve(import.meta.dirname, '..', '..', '..', 'docs', 'security.md');

const BEGIN = '<!-- What follows is measured, and written by `npm run rule-packs`. -->';
const END = '<!-- The end of what is measured. -->';

/** The page with what is measured in its place. */
export function pageWith(page: string, measured: Measured): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new TypeError(`${PAGE} has no place for what is measured.`);
  const { unseen } = measured;
  const text = [
    table(['Findings without a reason', ...Object.keys(PACKS)], countsOf(measured)),
    table(['Rule', 'Packs', 'Resources', 'What clears it, or why nothing does'], rowsOf(measured)),
    `No rule of cdk-nag looks at ${unseen.map((type) => `\`${type}\``).join(', ')}.`,
  ].join('\n\n');
  return `${page.slice(0, begin)}${BEGIN}\n\n${text}\n\n${page.slice(end)}`;
}

function countsOf({ findings }: Measured): string[][] {
  return [...findings].map(([name, found]) => {
    const open = found.filter(({ reason }) => reason === undefined);
    return [
      name,
      ...Object.keys(PACKS).map((pack) => `${open.filter((each) => packOf(each) === pack).length}`),
    ];
  });
}

interface Row {
  readonly rule: string;
  readonly wayOut: string;
  readonly packs: Set<string>;
  readonly resources: Set<string>;
}

/** A row for each rule and each way out of it. */
function rowsOf({ findings, cleared }: Measured): string[][] {
  const rows = new Map<string, Row>();
  for (const finding of [...findings.values()].flat()) {
    const pack = packOf(finding);
    if (pack === undefined) continue;
    const { rule, reason } = finding;
    const resource = shortPath(finding.resource);
    const settings = [...cleared]
      .filter(([, found]) =>
        found.some((each) => each.rule === rule && shortPath(each.resource) === resource),
      )
      .map(([setting]) => `\`${setting}\``);
    const wayOut = reason ?? (settings.join(' or ') || 'nothing');
    const key = `${reason === undefined ? 1 : 2} ${rule} ${wayOut}`;
    const row = rows.get(key) ?? { rule, wayOut, packs: new Set(), resources: new Set() };
    row.packs.add(pack);
    row.resources.add(resource);
    rows.set(key, row);
  }
  return [...rows]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { rule, wayOut, packs, resources }]) => [
      `\`${rule}\``,
      [...packs].sort().join(', '),
      [...resources]
        .sort()
        .map((resource) => `\`${resource}\``)
        .join(', '),
      wayOut,
    ]);
}

/** AWS Solutions has none: its findings have a test of their own. */
function packOf({ pack }: Finding): string | undefined {
  return LABELS.get(pack);
}

const LABELS = new Map(Object.entries(PACKS).map(([label, Pack]) => [new Pack().readPackName, label]));

/** Without stacks and the names of what was looked at: `Workflow/Runtime/Role`. */
function shortPath(resource: string): string {
  return resource
    .replace(/^(?:hello|Foundation)\//, '')
    .replace(/(?:\/DefaultPolicy)?\/Resource$/, '')
    .replace(/LogGroups-\w+/, 'LogGroups')
    .replace(/^(Pipeline|cross-region-stack)[^/]*\/.*\//, '$1/…/');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.toSpliced(1, 0, `|${'---|'.repeat(head.length)}`).join('\n');
}
