import { visible } from '../../core/visible.ts';
import type { CommandContext } from '../command-context.ts';
import { printEnvelope } from '../envelope.ts';
import type { TargetForPrograms } from '../target-description.ts';
import type { CheckOutcome, OutcomeStatus } from './outcome.ts';

/** Prints what was found, for people or for programs. @returns whether nothing is missing */
export function reportChecks(groups: readonly CheckedGroup[], context: ReportContext): boolean {
  const checks = groups.flatMap((group) => group.checks);
  const isComplete = checks.every(({ status }) => status !== 'missing');
  if (context.json === true) {
    const data = { target: context.target, checks };
    printEnvelope(context, isComplete ? { ok: true, data } : { ok: false, error: missingOf(checks), data });
  } else {
    const { stdout, coloredStdout } = context;
    const texts = groups.map((group) => groupText(group, coloredStdout !== undefined));
    (coloredStdout ?? stdout)(`${texts.join('\n')}\n${verdict(checks)}\n`);
  }
  return isComplete;
}

/** Checks that belong together, with what they found. */
export interface CheckedGroup {
  readonly title: string;
  readonly checks: readonly (CheckOutcome & { readonly id: string; readonly title: string })[];
}

interface ReportContext extends Pick<CommandContext, 'stdout' | 'coloredStdout'> {
  readonly json: boolean | undefined;
  readonly target: TargetForPrograms | null;
}

const WORDS: Readonly<Record<OutcomeStatus, string>> = {
  ok: 'ok',
  warning: 'warning',
  missing: 'missing',
  unknown: 'not known',
};

const COLORS: Readonly<Record<OutcomeStatus, number>> = { ok: 32, warning: 33, missing: 31, unknown: 33 };

function groupText({ title, checks }: CheckedGroup, colors: boolean): string {
  const width = Math.max(...checks.map((check) => check.title.length));
  const lines = checks.flatMap(({ title: name, status, found, remedy = [] }) => {
    const word = WORDS[status].padEnd(9);
    const painted = colors ? `\x1b[${COLORS[status]}m${word}\x1b[0m` : word;
    const indent = ' '.repeat(2 + 9 + 2 + width + 2);
    const text = visible(found).replaceAll('\n', `\n${indent}`);
    return [
      `  ${painted}  ${name.padEnd(width)}  ${text}`,
      ...remedy.map((line) => `${indent}-> ${visible(line)}`),
    ];
  });
  return `${title}\n${lines.map((line) => `${line}\n`).join('')}`;
}

function verdict(checks: CheckedGroup['checks']): string {
  const count = (status: OutcomeStatus): number => checks.filter((check) => check.status === status).length;
  const [lacking, warnings, unknowns] = [count('missing'), count('warning'), count('unknown')];
  const parts = [
    lacking === 0 ? 'Nothing that was looked at is missing' : `${lacking} missing`,
    ...(warnings === 0 ? [] : [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`]),
    ...(unknowns === 0 ? [] : [`${unknowns} not known`]),
  ];
  return `${parts.join(', ')}.`;
}

function missingOf(checks: CheckedGroup['checks']) {
  const names = checks.filter(({ status }) => status === 'missing').map(({ title }) => title);
  return {
    code: 'SomethingMissing',
    source: 'user',
    message: `Missing: ${names.join(', ')}.`,
    retryable: false,
    help: 'Each of data.checks has its remedy.',
  } as const;
}
