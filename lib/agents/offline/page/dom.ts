import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from 'parse5';
import type { Rect } from '../../../browser/index.ts';

export type PageNode = PageElement | string;

/** An element of the observed page. */
export type PageElement = {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly PageNode[];
  readonly parent: PageElement | null;
  /** Where it is; `null` for what the observation gives no place. */
  readonly rect: Rect | null;
  /** Position in document order. */
  readonly order: number;
};

const SKIPPED = new Set(['script', 'style', 'template', 'noscript', 'head', 'meta', 'link']);

/** Parses the observed HTML into a tree of elements with their places. */
export function parseDom(html: string, rects: Readonly<Record<string, Rect>>): PageElement {
  let order = 0;
  const convert = (node: DefaultTreeAdapterTypes.Element, parent: PageElement | null): PageElement => {
    const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]));
    const children: PageNode[] = [];
    const id = attributes.get('nova-act-id');
    const rect = id === undefined ? null : (rects[id] ?? null);
    const element: PageElement = { tag: node.tagName, attributes, children, parent, rect, order };
    order += 1;
    for (const child of node.childNodes) {
      if (defaultTreeAdapter.isTextNode(child)) children.push(child.value);
      else if (defaultTreeAdapter.isElementNode(child) && !SKIPPED.has(child.tagName)) {
        children.push(convert(child, element));
      }
    }
    return element;
  };
  const root = parse(withoutFrames(html)).childNodes.find((node) => defaultTreeAdapter.isElementNode(node));
  if (root === undefined) throw new TypeError('An HTML document always has a root element.');
  return convert(root, null);
}

/** Frames come with their documents inlined, but a parser of HTML takes what is in an iframe for text. */
function withoutFrames(html: string): string {
  return html.replace(/<(\/?)(?:iframe|frame|frameset)(?=[\s>])/g, '<$1div');
}

/** The page's `<title>`, which stands in the part of the tree that is not shown. */
export function titleOf(html: string): string {
  const walk = (node: DefaultTreeAdapterTypes.ParentNode): string | null => {
    for (const child of node.childNodes) {
      if (!defaultTreeAdapter.isElementNode(child)) continue;
      if (child.tagName === 'svg') continue;
      if (child.tagName === 'title') {
        return child.childNodes
          .map((text) => (defaultTreeAdapter.isTextNode(text) ? text.value : ''))
          .join('');
      }
      const inside = walk(child);
      if (inside !== null) return inside;
    }
    return null;
  };
  return (walk(parse(html)) ?? '').replace(/\s+/g, ' ').trim();
}

/** All elements below (and not including) this one, in document order. */
export function descendants(element: PageElement): readonly PageElement[] {
  const all: PageElement[] = [];
  const walk = (node: PageElement): void => {
    for (const child of node.children) {
      if (typeof child === 'string') continue;
      all.push(child);
      walk(child);
    }
  };
  walk(element);
  return all;
}

export function childElements(element: PageElement): readonly PageElement[] {
  return element.children.filter((child): child is PageElement => typeof child !== 'string');
}

/** The element's ancestors, nearest first. */
export function ancestors(element: PageElement): readonly PageElement[] {
  const all: PageElement[] = [];
  for (let up = element.parent; up !== null; up = up.parent) all.push(up);
  return all;
}

export function attribute(element: PageElement, name: string): string | null {
  return element.attributes.get(name) ?? null;
}

export function contains(outer: PageElement, inner: PageElement): boolean {
  return outer === inner || ancestors(inner).includes(outer);
}
