import { type Mutation, nameOf, oneOf } from './task.ts';

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
  prompt: `${task.prompt.replace(/[?.]$/, '')} ${oneOf(QUALIFIERS, choice)}`,
  // Where there is none at all, there is none of a certain kind.
  right: task.right === '=false' ? task.right : null,
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
  prompt: oneOf(NEGATIONS, choice) + task.prompt.charAt(0).toLowerCase() + task.prompt.slice(1),
  right: null,
});

const LATER = [', then whistle a tune', ' and sing', '. Summarize the page', ', but undo it', ' or whistle'];

const addClause: Mutation = (task, choice) => ({
  ...task,
  prompt: task.prompt.replace(/[?.]$/, '') + oneOf(LATER, choice),
  right: null,
});

const NAMES = ['Zebra', 'Zebra crossing', 'zz', '7777', 'A-1', 'A 12', '1-1'];

const otherName: Mutation = (task, choice) => {
  const name = nameOf(task);
  return name === null
    ? null
    : { ...task, prompt: task.prompt.replace(name, oneOf(NAMES, choice)), right: null };
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
  const more = oneOf([`${name} zebra`, `Zebra ${name}`, `${name}s zebra`], choice);
  return name === null ? null : { ...task, prompt: task.prompt.replace(name, more), right: null };
};

const unquote: Mutation = (task) =>
  /['"]/.test(task.prompt) ? { ...task, prompt: task.prompt.replace(/['"]/g, '') } : null;

const otherOrdinal: Mutation = (task, choice) => {
  if (!/\b(?:first|second|third|last)\b/.test(task.prompt)) return null;
  return {
    ...task,
    prompt: task.prompt.replace(/\b(?:first|second|third|last)\b/, oneOf(['seventh', 'ninth'], choice)),
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
  /^click /i.test(task.prompt) ? { ...task, prompt: `Click ${oneOf(POINTERS, choice)}`, right: null } : null;

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
    : { ...task, prompt: `${typed[1]}${oneOf(VALUES, choice)}${typed[3]}`, right: null };
};

const LISTED = [
  'sold out',
  'recently viewed',
  'best rated',
  'last 77',
  'middle 2',
  'next 3',
  '2 cheapest',
  'seventh cheapest',
  'zebra',
];

/** A word before the kind of thing that is listed or counted. */
const whichOfThem: Mutation = (task, choice) => {
  const prompt = task.prompt
    .replace(/\b(?:all|the) (\w+s)$/, `the ${oneOf(LISTED, choice)} $1`)
    .replace(/^How many (?=\w+s (?:are|does))/, `How many ${oneOf(LISTED, choice)} `);
  return prompt === task.prompt ? null : { ...task, prompt, right: null };
};

const BESIDE = ['next to', 'beside', 'near', 'after', 'before', 'left of'];

/** The neighbour of what is called so: which one that is is not known, and it is never that itself. */
const neighbour: Mutation = (task, choice) => {
  const name = nameOf(task);
  const kind = oneOf(['button', 'link', 'tab', 'first button'], Math.floor(choice / BESIDE.length));
  return name === null || !/^click /i.test(task.prompt)
    ? null
    : { ...task, prompt: `Click the ${kind} ${oneOf(BESIDE, choice)} ${name}`, right: null };
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
  whichOfThem,
  neighbour,
};
