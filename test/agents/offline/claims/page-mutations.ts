import { type Mutation, nameOf, oneOf, type Task } from './task.ts';

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
  const html = oneOf(
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
  const added = oneOf(DECOYS, choice);
  return {
    ...task,
    html: choice % 2 === 0 ? task.html + added : task.html.replace('</h1>', `</h1>${added}`),
  };
};

const sameWords: Mutation = (task, choice) => {
  const words = nameOf(task) ?? task.prompt;
  const added = oneOf([`<p>${words}</p>`, `<h2>${words}</h2>`, `<div><span>${words}</span></div>`], choice);
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
