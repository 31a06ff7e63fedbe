import { pages } from './pages.ts';
import { type Outcome, pretend } from './pretend.ts';
import { PROMPTS } from './prompts.ts';

/** A task on a page and what is right there: `null` where only refusing is. */
export type Task = { readonly html: string; readonly prompt: string; readonly right: string | null };

/** Changes a task and knows what is right afterwards; `null`: it does not apply. */
export type Mutation = (task: Task, choice: number) => Task | null;

/** Tasks that the agent does, of one clause each. */
export const DOABLE: readonly Task[] = PROMPTS.flatMap(([page, prompt, right]) =>
  right === null || /^$|;/.test(right) ? [] : [{ html: pages[page], prompt, right }],
);

/** What an outcome must be to be no wrong claim. */
export function isRightOrRefused({ right }: Task, { deeds: all, returned, thrown }: Outcome): boolean {
  const deeds = all.filter((deed) => !deed.startsWith('scroll'));
  if (thrown !== null) return deeds.length === 0 || deeds.join('; ') === right;
  if (right === null) return false;
  if (!right.startsWith('=')) return deeds.join('; ') === right;
  return deeds.length === 0 && (right === `=${returned}` || right === `=${JSON.stringify(returned)}`);
}

export const play = ({ html, prompt }: Task): Outcome => pretend(html, prompt);

/** Names in quotes of what is acted on; values to type are no names. */
export const nameOf = ({ prompt }: Task): string | null =>
  /^(?:type|enter|search|select|fill)/i.test(prompt)
    ? null
    : (/'([^']+)'|"([^"]+)"/.exec(prompt)?.slice(1).find(Boolean) ?? null);

/** One of a list. */
export const oneOf = <T>(list: readonly T[], choice: number): T => {
  const one = list[choice % list.length];
  if (one === undefined) throw new TypeError('Nothing to choose from.');
  return one;
};
