import fc from 'fast-check';
import type { Page } from 'playwright-core';

/** What a page does to make scripts in it fail. */
export interface Hostility {
  /** Names of form fields, which take the place of members of their form. */
  readonly fields: readonly string[];
  /** Names of pictures and other things, which take the place of members of the document. */
  readonly pictures: readonly string[];
  /** Pieces of code that run when the rest of the page is there. */
  readonly attacks: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Whether all that is in a frame of another origin. */
  readonly isFramed: boolean;
}

export const HARMLESS: Hostility = { fields: [], pictures: [], attacks: [], headers: {}, isFramed: false };

/** A form with one control of each kind that actions know, at places that do not depend on the hostility. */
export function hostilePage({ fields, pictures, attacks }: Hostility): string {
  return `<title>Form</title><style>body{margin:0} #form *{position:absolute;width:200px;height:30px;margin:0}
    #scroller i{position:static;display:block;height:500px}</style>
    <form id=form style="position:absolute;left:20px;top:20px;width:700px;height:400px;overflow:auto">
    <p style="top:1500px">End</p><input id=text value=old style="top:0"><input id=check type=checkbox style="top:50px">
    <select id=select style="top:100px"><option>A<option>B</select><button id=button type=button style="top:150px">Save</button>
    <div id=scroller style="top:200px;overflow:auto;height:100px"><i>long</i></div><p id=hover style="top:320px">Hover</p>
    <input id=date type=date style="left:300px;top:0"><div id=editable contenteditable style="left:300px;top:50px">old</div>
    <input id=range type=range style="left:300px;top:100px"><label style="left:300px;top:150px">Agree <input id=agree type=radio style="left:100px"></label>
    <input id=file type=file style="left:300px;top:200px">
    ${fields.map((name, index) => `<input type=hidden ${index % 3 === 0 ? 'id' : 'name'}="${name}">`).join('')}</form>
    ${pictures.map((name, index) => shadowing(name, index)).join('')}
    ${attacks.map((attack) => `<script>try { ${attack} } catch {}</script>`).join('')}`;
}

function shadowing(name: string, index: number): string {
  return index % 3 === 0 ? `<form hidden name="${name}"></form>` : `<img hidden name="${name}">`;
}

/** All names that members of forms and documents have in this browser. */
export async function memberNames(page: Page): Promise<MemberNames> {
  return await page.evaluate(() => {
    const namesOf = (start: object): string[] => {
      const names = new Set<string>();
      for (let at: object | null = start; at !== null; at = Object.getPrototypeOf(at))
        for (const name of Object.getOwnPropertyNames(at)) names.add(name);
      return [...names];
    };
    return { form: namesOf(document.createElement('form')), document: namesOf(document) };
  });
}

/** Any of what pages do, in any order. */
export function hostilities(names: MemberNames): fc.Arbitrary<Hostility> {
  return fc.record({
    fields: fc.shuffledSubarray([...names.form]),
    pictures: fc.shuffledSubarray([...names.document]),
    attacks: fc.shuffledSubarray([...ATTACKS]),
    headers: fc.constantFrom(...POLICIES),
    isFramed: fc.boolean(),
  });
}

export interface MemberNames {
  readonly form: readonly string[];
  readonly document: readonly string[];
}

const LIE = '() => { throw new Error("broken by the page") }';

/** Pages replace what is global, … */
const GLOBALS = [
  ...'JSON Promise Array Set Map WeakMap Object Reflect Symbol Proxy Node Element Event Number String RegExp'
    .split(' ')
    .map((name) => `window.${name} = undefined`),
  'JSON.stringify = () => "{}"; JSON.parse = () => ({})',
  `Object.keys = Object.entries = Object.getPrototypeOf = Object.getOwnPropertyDescriptor = ${LIE}`,
  'Object.defineProperty(window, "performance", { value: { now: () => NaN } })',
  'window.requestAnimationFrame = window.setTimeout = () => 0',
  `window.getComputedStyle = ${LIE}`,
  'window.innerWidth = window.innerHeight = 0',
  'window.Symbol.for = () => "toString"',
];

/** … members of the document, … */
const DOCUMENT = [
  'elementFromPoint',
  'querySelector',
  'querySelectorAll',
  'createElement',
  'getAnimations',
].map((name) => `document.${name} = Document.prototype.${name} = () => null`);

/** … and what stands on prototypes. */
const PROTOTYPES = [
  `Array.prototype[Symbol.iterator] = ${LIE}`,
  ...'map filter some push join find includes'.split(' ').map((name) => `Array.prototype.${name} = ${LIE}`),
  ...'replace replaceAll trim split startsWith'.split(' ').map((name) => `String.prototype.${name} = ${LIE}`),
  `RegExp.prototype.exec = RegExp.prototype.test = ${LIE}`,
  `Promise.prototype.then = ${LIE}`,
  'Object.prototype.toJSON = Array.prototype.toJSON = String.prototype.toJSON = () => "a lie"',
  `Function.prototype.call = Function.prototype.apply = Function.prototype.bind = ${LIE}`,
  `Map.prototype.get = Map.prototype.set = Map.prototype.values = Set.prototype.has = ${LIE}`,
  'Element.prototype.getBoundingClientRect = () => ({})',
  ...'matches closest getAttribute hasAttribute getRootNode checkVisibility'
    .split(' ')
    .map((name) => `Element.prototype.${name} = ${LIE}`),
  `EventTarget.prototype.addEventListener = EventTarget.prototype.dispatchEvent = ${LIE}`,
  ...'localName tagName attributes childNodes shadowRoot parentNode scrollTop clientHeight isContentEditable value type options'
    .split(' ')
    .map((name) => {
      const classes = 'Node Element HTMLElement HTMLInputElement HTMLSelectElement HTMLFormElement';
      return `for (const name of '${classes}'.split(' ')) if (Object.hasOwn(window[name].prototype, '${name}'))
        Object.defineProperty(window[name].prototype, '${name}', { get: ${LIE}, set: ${LIE} })`;
    }),
  'for (const type of [Object, Array, Node, Element, EventTarget, Document]) Object.freeze(type.prototype)',
];

/** Those last, after which the others could not be written down any more. */
export const ATTACKS: readonly string[] = [...PROTOTYPES, ...DOCUMENT, ...GLOBALS];

const POLICIES: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'content-security-policy': 'sandbox' },
  { 'content-security-policy': 'sandbox allow-scripts' },
  { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types none" },
  { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'" },
];
