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

const of = <T>(list: readonly T[], choice: number): T => {
  const one = list[choice % list.length];
  if (one === undefined) throw new TypeError('Nothing to choose from.');
  return one;
};

/** Words that no page has anything for. */
const QUALIFIERS = [
  'in the Zebra section',
  "in the 'Zebra' row",
  "next to 'Zebra'",
  "below 'Zebra'",
  'under Zebra',
  'for order Z-99',
  'for the zebra',
  'of the second zebra',
  'on the post by @zebra',
  'by Zebra',
  'with the red label',
  'with the zebra',
  'at the bottom',
  'except the last one',
  "but not 'Zebra'",
  "instead of 'Zebra'",
  'only if it is red',
  'if there is a zebra',
  'unless it is red',
  'until it is red',
  'before noon',
  'after lunch',
  'without a mistake',
  'with Zebra',
  'twice',
  'three times',
  'slowly',
  'again',
  'in zebra mode',
  'from yesterday',
  'as a zebra',
];

const qualify: Mutation = (task, choice) => ({
  ...task,
  prompt: `${task.prompt.replace(/[?.]$/, '')} ${of(QUALIFIERS, choice)}`,
  right: null,
});

const NEGATIONS = [
  'Do not ',
  "Don't ",
  'Never ',
  'Avoid to ',
  'If it rains, ',
  'Unless it rains, ',
  'Before you leave, ',
];

const negate: Mutation = (task, choice) => ({
  ...task,
  prompt: of(NEGATIONS, choice) + task.prompt.charAt(0).toLowerCase() + task.prompt.slice(1),
  right: null,
});

const LATER = [', then whistle a tune', ' and sing', '. Summarize the page', ', but undo it', ' or whistle'];

const addClause: Mutation = (task, choice) => ({
  ...task,
  prompt: task.prompt.replace(/[?.]$/, '') + of(LATER, choice),
  right: null,
});

/** Names in quotes of what is acted on; values to type are no names. */
const nameOf = ({ prompt }: Task): string | null =>
  /^(?:type|enter|search|select|fill)/i.test(prompt)
    ? null
    : (/'([^']+)'|"([^"]+)"/.exec(prompt)?.slice(1).find(Boolean) ?? null);

const NAMES = ['Zebra', 'Zebra crossing', 'zz', '7777'];

const otherName: Mutation = (task, choice) => {
  const name = nameOf(task);
  return name === null
    ? null
    : { ...task, prompt: task.prompt.replace(name, of(NAMES, choice)), right: null };
};

const halfName: Mutation = (task) => {
  const name = nameOf(task);
  const half = name?.split(' ').slice(0, -1).join(' ') ?? '';
  return name === null || half === ''
    ? null
    : { ...task, prompt: task.prompt.replace(name, half), right: null };
};

const longName: Mutation = (task, choice) => {
  const name = nameOf(task);
  const more = of([`${name} zebra`, `Zebra ${name}`, `${name}s zebra`], choice);
  return name === null ? null : { ...task, prompt: task.prompt.replace(name, more), right: null };
};

const unquote: Mutation = (task) =>
  /['"]/.test(task.prompt) ? { ...task, prompt: task.prompt.replace(/['"]/g, '') } : null;

const otherOrdinal: Mutation = (task, choice) => {
  if (!/\b(?:first|second|third|last)\b/.test(task.prompt)) return null;
  return {
    ...task,
    prompt: task.prompt.replace(/\b(?:first|second|third|last)\b/, of(['seventh', 'ninth'], choice)),
    right: null,
  };
};

const POINTERS = [
  'it',
  'that one',
  'this link',
  'the same',
  'the other one',
  'something',
  'any button',
  'all buttons',
];

const point: Mutation = (task, choice) =>
  /^click /i.test(task.prompt) ? { ...task, prompt: `Click ${of(POINTERS, choice)}`, right: null } : null;

const VALUES = [
  'the text below',
  'your name',
  'a valid email',
  'some text',
  'anything',
  "today's date",
  'that',
  'it',
  'the same',
  'my password',
  'value of Gender',
  'whatever',
  "the title 'x'",
];

const describeValue: Mutation = (task, choice) => {
  const typed = /^(type )('[^']*'|\S+)( into .*)$/i.exec(task.prompt);
  return typed === null
    ? null
    : { ...task, prompt: `${typed[1]}${of(VALUES, choice)}${typed[3]}`, right: null };
};

export const PROMPT_MUTATIONS: Readonly<Record<string, Mutation>> = {
  qualify,
  negate,
  addClause,
  otherName,
  halfName,
  longName,
  unquote,
  otherOrdinal,
  point,
  describeValue,
};

/** The element that a task acts on, with its text, as it stands in the HTML. */
function targetOf({
  html,
  right,
}: Task): { readonly open: string; readonly all: string; readonly id: string } | null {
  const id = /^(?:click|type|hover) ([\w-]+)/.exec(right ?? '')?.[1];
  if (id === undefined) return null;
  const found = new RegExp(`<(button|a|input|select|textarea)[^>]*\\bid="${id}"[^>]*>`).exec(html);
  if (found === null) return null;
  const [open, tag] = found;
  const rest = html.slice(found.index + open.length);
  const close = `</${tag}>`;
  // Two links to one place are as good as one.
  const href = / href="[^"]*"/.exec(open)?.[0];
  if (href !== undefined && html.split(href).length > 2) return null;
  // A link and a button of one name: people call both a button.
  if (id === 'login') return null;
  return { open, id, all: tag === 'input' ? open : open + rest.slice(0, rest.indexOf(close) + close.length) };
}

const textIn = (html: string): string => html.replace(/<[^>]*>/g, ' ').trim();

const disable: Mutation = (task) => {
  const target = targetOf(task);
  if (target === null || target.open.startsWith('<a')) return null;
  return {
    ...task,
    html: task.html.replace(target.open, `${target.open.slice(0, -1)} disabled>`),
    right: null,
  };
};

const remove: Mutation = (task) => {
  const target = targetOf(task);
  if (target === null || /\b(?:first|second|third|last|page)\b|^search/i.test(task.prompt)) return null;
  return { ...task, html: task.html.replace(target.all, ''), right: null };
};

const rename: Mutation = (task) => {
  const target = targetOf(task);
  const text = target === null ? '' : textIn(target.all);
  if (
    target === null ||
    text === '' ||
    target.open.startsWith('<select') ||
    /\b(?:first|second|third|last)\b|form$/i.test(task.prompt)
  )
    return null;
  return {
    ...task,
    html: task.html.replace(target.all, target.all.replace(`>${text}<`, '>Quagga<')),
    right: null,
  };
};

/** The words stay, but nothing that can be clicked says them. */
const flatten: Mutation = (task) => {
  const target = targetOf(task);
  const text = target === null ? '' : textIn(target.all);
  if (
    target === null ||
    text === '' ||
    target.open.startsWith('<select') ||
    /\b(?:first|second|third|last)\b|form$/i.test(task.prompt)
  )
    return null;
  return { ...task, html: task.html.replace(target.all, `<span>${text}</span>`), right: null };
};

/** A second one elsewhere: which is meant is then said by the rest of the prompt, or not at all. */
const duplicate: Mutation = (task, choice) => {
  const target = targetOf(task);
  if (target === null || /\blast\b/.test(task.prompt)) return null;
  const copy = target.all.replace(/ (?:id|href)="[^"]*"/g, '').replace('<a', '<a href="/quagga"');
  const html = of(
    [`${task.html}<p>${copy}</p>`, `${task.html}<aside><h2>Quagga</h2><div>${copy}</div></aside>`],
    choice,
  );
  return { ...task, html };
};

const BAR =
  '<ul><li><a href="/z1">Quagga items</a></li><li><a href="/z2">Striped items</a></li><li><a href="/z3">Plain items</a></li></ul>';
const CARDS = ['Ant', 'Bee', 'Cat']
  .map((name) => `<li><h3>${name}</h3><p>$${name.charCodeAt(0)}.00</p></li>`)
  .join('');
const DECOYS = [
  BAR,
  `<ul>${CARDS}</ul>`,
  `<section><h2>Quaggas</h2><ul>${CARDS}</ul></section>`,
  '<table><tr><th>Name</th><th>Quagga</th></tr><tr><td>Ant</td><td>1</td></tr><tr><td>Bee</td><td>2</td></tr></table>',
  '<form><label for="zz">Quagga</label><input id="zz"><button id="zb">Quagga</button></form>',
  '<dl><dt>Quagga</dt><dd>7</dd><dt>Stripes</dt><dd>9</dd></dl>',
];

/** Other things on the page, before or after what is there, change nothing. */
const decoy: Mutation = (task, choice) => {
  if (/\b(?:first|last|second|third)\b|^=(?:true|false|\d)/.test(`${task.prompt}${task.right}`)) return null;
  const added = of(DECOYS, choice);
  return {
    ...task,
    html: choice % 2 === 0 ? task.html + added : task.html.replace('</h1>', `</h1>${added}`),
  };
};

const sameWords: Mutation = (task, choice) => {
  const words = nameOf(task) ?? task.prompt;
  const added = of([`<p>${words}</p>`, `<h2>${words}</h2>`, `<div><span>${words}</span></div>`], choice);
  return /\?$/.test(task.prompt) ? null : { ...task, html: task.html.replace('</h1>', `</h1>${added}`) };
};

export const PAGE_MUTATIONS: Readonly<Record<string, Mutation>> = {
  disable,
  remove,
  rename,
  flatten,
  duplicate,
  decoy,
  sameWords,
};
