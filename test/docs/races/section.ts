import { RACES, type RaceOutcome } from '../../desk/race-table.ts';

/** The page with the table of races. */
export const PAGE = 'docs/human-in-the-loop.md';

/** The page with the table as the desk plays it: whatever stood between the marks before is replaced. */
export function withRaces(page: string): string {
  const [before = '', rest] = page.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (after === undefined) throw new Error(`${PAGE} has no ${BEGIN} before ${END}.`);
  return `${before}${BEGIN}\n${table()}\n${END}${after}`;
}

const BEGIN = '<!-- races: npm run docs:races -->';
const END = '<!-- end of races -->';

function table(): string {
  const head = ['At the same time', 'Comes first', 'The desk has then', 'One is told', 'The other is told'];
  const lines = RACES.flatMap(({ name, whenOneIsFirst, whenOtherIsFirst }) => {
    const [one, other] = [cells(whenOneIsFirst), cells(whenOtherIsFirst)];
    return one.join() === other.join()
      ? [[name, 'either', ...one]]
      : [
          [name, 'one', ...one],
          ['', 'the other', ...other],
        ];
  });
  return [head, head.map(() => '---'), ...lines].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cells({ one, other, end }: RaceOutcome): readonly string[] {
  return [end === 'UnknownLink' ? 'the question of the other' : inWords(end), inWords(one), inWords(other)];
}

/** What `playRace` notes, for people. @throws Error for what has no words yet */
function inWords(noted: string): string {
  const [, code = '', , who = ''] = /^(\w+)( \((\w+)\))?$/.exec(noted) ?? [];
  const refusal = REFUSALS[code]?.replace('WHO', who);
  if (refusal !== undefined) return `no: ${refusal}`;
  const [, status = '', holder] = /^(\w+), held by (\w+)$/.exec(noted) ?? [];
  if (holder !== undefined) return `${status}, and ${holder} has the browser`;
  const [, answer, by] = /^answered (\w+) by (\w+)$/.exec(noted) ?? [];
  if (answer !== undefined) return `“${answer}” of ${by}`;
  const words = STATES[noted];
  if (words === undefined) throw new Error(`There are no words for ${JSON.stringify(noted)} yet.`);
  return words;
}

const REFUSALS: Readonly<Record<string, string>> = {
  Answered: 'WHO has answered',
  Expired: 'time is up',
  Withdrawn: 'nobody waits any more',
  Held: 'WHO has the browser',
  Taken: 'another question is there',
};
const STATES: Readonly<Record<string, string>> = {
  open: 'open',
  expired: 'expired',
  withdrawn: 'withdrawn',
  held: 'the browser is theirs',
  'a token': 'a link',
};
