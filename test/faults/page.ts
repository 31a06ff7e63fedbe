import path from 'node:path';
import type { Fault, Outcome } from './fault.ts';
import { verdict } from './verdict.ts';

/** Where the table of the last run that was accepted is. */
export const PAGE = path.resolve(import.meta.dirname, '..', '..', 'docs', 'faults.md');

/** The page with the table. @param before what became of the same faults in another checkout, and what that is called */
export function page(
  outcomes: readonly Outcome[],
  before?: { readonly outcomes: readonly Outcome[]; readonly name: string },
): string {
  const rows = outcomes.map((outcome, index) => {
    const { name, done, right } = outcome.fault;
    const earlier = before?.outcomes[index];
    return row([`\`${name}\``, done, right, ...(earlier ? [cell(earlier)] : []), cell(outcome)]);
  });
  const columns = ['Fault', 'What is done', 'What is right', ...(before ? [`At ${before.name}`] : []), 'Now'];
  return `${INTRODUCTION}\n${[row(columns), row(columns.map(() => '---')), ...rows].join('\n')}\n`;
}

/** The faults that the page lists, with what they say. */
export function listed(text: string): readonly Pick<Fault, 'name' | 'done' | 'right'>[] {
  return text.split('\n').flatMap((line) => {
    const [, name, done, right] = /^\| `([\w-]+)` \| (.*?) \| (.*?) \| /.exec(line) ?? [];
    return name === undefined || done === undefined || right === undefined ? [] : [{ name, done, right }];
  });
}

const INTRODUCTION = `# Faults

What goes wrong, and what becomes of the run, its data and its processes. The table is written by
\`npm run test:faults -- --accept\`, which does all of it: with local AWS, runtime hosts and programs in processes of their
own, a real browser, real signals, and a proxy that [fails calls on demand](local-aws.md#failures-on-demand).
It needs Linux: it reads \`/proc\`.

Three things are asked of each fault. *Status*: is the caller told the truth, did run, acts and record of the invocation end, with the reason?
Never a wrong success. *Data*: is there a record of the invocation, with its result or error? *Left*: is any process or file
left over? *Now* is \`right\`, or says which of the three is not. \`npm run test:faults -- --only hang-up\` plays some of them, \`-- --short\` leaves out the slow ones, and
\`-- --against <folder>\` plays them with another checkout, too.
`;

function cell(outcome: Outcome): string {
  const [status, data, left] = verdict(outcome);
  const words = [
    status === 'right' ? [] : ['status wrong'],
    data === 'LOST' ? ['data lost'] : [],
    left === 'nothing' ? [] : ['left over'],
  ].flat();
  return words.length === 0 ? 'right' : words.join(', ');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
