import { attribute, type PageElement, type PageNode } from './dom.ts';

const BLOCKS = new Set(
  'address article aside blockquote body br button caption dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main nav ol option output p pre search section select summary table tbody td textarea tfoot th thead tr ul'.split(
    ' ',
  ),
);

/** Form controls' own content is a value or a choice, not text of the page. */
const SILENT = new Set(['select', 'textarea', 'option', 'datalist', 'title']);

const cache = new WeakMap<PageElement, readonly string[]>();

/** The visible text, one entry for each block of the layout. */
export function linesOf(element: PageElement): readonly string[] {
  const known = cache.get(element);
  if (known !== undefined) return known;
  const lines: string[] = [];
  let line = '';
  const flush = (): void => {
    const text = line.replace(/\s+/g, ' ').trim();
    if (text !== '') lines.push(text);
    line = '';
  };
  const walk = (node: PageNode): void => {
    if (typeof node === 'string') {
      line += node;
      return;
    }
    if (SILENT.has(node.tag) && node !== element) return;
    const block = BLOCKS.has(node.tag);
    if (block) flush();
    if (node.tag === 'img') line += ` ${attribute(node, 'alt') ?? ''} `;
    walkAll(node.children);
    if (block) flush();
  };
  const walkAll = (nodes: readonly PageNode[]): void => {
    for (const [index, node] of nodes.entries()) {
      if (isApart(nodes[index - 1], node)) line += ' ';
      walk(node);
    }
  };
  walkAll(element.children);
  flush();
  cache.set(element, lines);
  return lines;
}

/** Whether two elements, with no text between, stand apart on the screen: side by side in a row, say. */
function isApart(left: PageNode | undefined, right: PageNode): boolean {
  if (left === undefined || typeof left === 'string' || typeof right === 'string') return false;
  if (left.rect === null || right.rect === null) return false;
  const gap = right.rect.x - (left.rect.x + left.rect.width);
  return (
    Math.abs(gap) > 1 || Math.abs(right.rect.y - left.rect.y) > Math.max(left.rect.height, right.rect.height)
  );
}

/** The visible text on one line. */
export function textOf(element: PageElement): string {
  return linesOf(element).join(' ');
}

/** Text for screen readers only is kept in a box of at most this many px. */
const HIDDEN_PX = 1;

const isUnseen = ({ rect }: PageElement): boolean =>
  rect !== null && rect.width <= HIDDEN_PX && rect.height <= HIDDEN_PX;

/** The text as it is seen: without what is for screen readers only, unless that is all there is. */
export function seenText(element: PageElement): string {
  const seen = textOf(without(element, isUnseen));
  return seen === '' ? textOf(element) : seen;
}

/** A copy of a part of the page that lacks some elements. */
export function without(element: PageElement, drop: (element: PageElement) => boolean): PageElement {
  const children = element.children.flatMap((child): PageNode[] => {
    if (typeof child === 'string') return [child];
    return drop(child) ? [] : [without(child, drop)];
  });
  return { ...element, children };
}

/** The element's own text, without that of its child elements. */
export function ownText(element: PageElement): string {
  return element.children
    .filter((child) => typeof child === 'string')
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}
