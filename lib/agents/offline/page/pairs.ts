import { identifierWords } from '../language/words.ts';
import { attribute, childElements, descendants, type PageElement } from './dom.ts';
import { fieldValue } from './fields.ts';
import type { Page } from './page.ts';
import { controlKind, headingLevel } from './roles.ts';
import { tablesIn } from './tables.ts';
import { linesOf, textOf } from './text.ts';
import { valueText } from './value-text.ts';

/** A label with its value as they stand on the page. */
export type Pair = {
  readonly label: string;
  readonly value: string;
  /** 1: the markup says so; less: it only looks so. */
  readonly weight: number;
  readonly element: PageElement;
};

const MAX_LABEL = 60;
const MAX_VALUE = 400;

/** All labelled values in a part of the page. */
export function pairsIn(scope: PageElement, page: Page): readonly Pair[] {
  const pairs: Pair[] = [];
  const links = new Set(
    [scope, ...descendants(scope)].filter((element) => controlKind(element) !== null).map(textOf),
  );
  const add = (label: string, value: string, weight: number, element: PageElement): void => {
    const name = label.replace(/[\s:：*#]+$/, '').trim();
    const text = value.replace(/^\s*[:：]\s*/, '').trim();
    if (name === '' || text === '' || name.length > MAX_LABEL || text.length > MAX_VALUE) return;
    pairs.push({ label: name, value: untilNext(text, links), weight, element });
  };
  for (const element of [scope, ...descendants(scope)]) {
    if (element.tag === 'dl') definitionPairs(element, add);
    attributePairs(element, add);
    siblingPairs(element, add);
    if (headingLevel(element) !== null) headingPair(element, add);
  }
  for (const table of tablesIn(scope)) {
    for (const { cells } of table.rows) {
      const [head, value] = cells;
      if (head === undefined || value === undefined) continue;
      const headed = head.tag === 'th' || attribute(head, 'role') === 'rowheader';
      if (headed || cells.length === 2)
        add(textOf(head), valueText(value), headed && cells.length === 2 ? 1 : 0.9, value);
    }
    const only = table.rows.length === 1 ? table.rows[0] : undefined;
    for (const [index, cell] of (only?.cells ?? []).entries())
      add(table.headers[index] ?? '', valueText(cell), 1, cell);
  }
  for (const { element, names } of page.controls) {
    if (!within(scope, element)) continue;
    const value = fieldValue(element);
    if (value !== null) for (const { text, weight } of names) add(text, value, weight * 0.97, element);
  }
  for (const line of linesOf(scope))
    linePair(line, (label, value, weight) => add(label, value, weight, scope));
  return pairs;
}

function within(scope: PageElement, element: PageElement): boolean {
  for (let up: PageElement | null = element; up !== null; up = up.parent) if (up === scope) return true;
  return false;
}

type Add = (label: string, value: string, weight: number, element: PageElement) => void;

function definitionPairs(list: PageElement, add: Add): void {
  let label = '';
  const parts = childElements(list).flatMap((child) =>
    child.tag === 'div' ? childElements(child) : [child],
  );
  for (const part of parts) {
    if (part.tag === 'dt') label = textOf(part);
    else if (part.tag === 'dd') add(label, valueText(part), 1, part);
  }
}

/** Values named by an attribute: `aria-label="Price"`, `data-testid="price"`, `id="order-total"`. */
function attributePairs(element: PageElement, add: Add): void {
  if (controlKind(element) !== null) return;
  const text = valueText(element);
  if (text === '' || text.length > 200) return;
  const label = attribute(element, 'aria-label');
  if (label !== null && label !== text) add(label, text, 0.95, element);
  for (const [name, value] of element.attributes) {
    if (
      name === 'id' ||
      name === 'itemprop' ||
      name === 'class' ||
      name === 'title' ||
      name.startsWith('data-test')
    ) {
      if (value.length <= MAX_LABEL)
        add(identifierWords(value), text, name === 'class' ? 0.8 : 0.88, element);
    }
  }
}

/** Two short neighbours: `<span>Total</span><span>$5</span>`, `<strong>Total:</strong> $5`. */
function siblingPairs(element: PageElement, add: Add): void {
  if (/^(?:tr|thead|tbody|table|ul|ol|dl|select|nav|head|html|body)$/.test(element.tag)) return;
  const nodes = element.children.filter((child) =>
    typeof child === 'string' ? child.trim() !== '' : textOf(child) !== '',
  );
  for (let at = 0; at + 1 < nodes.length; at += 1) {
    const [left, right] = [nodes[at], nodes[at + 1]];
    if (left === undefined || right === undefined) continue;
    const label = typeof left === 'string' ? left.trim() : textOf(left);
    const value = typeof right === 'string' ? right.trim() : valueText(right);
    if (typeof right !== 'string' && controlKind(right) === 'button') continue;
    if (typeof left !== 'string' && controlKind(left) !== null) continue;
    const colon = /[:：]\s*$/.test(label) || /^\s*[:：]/.test(value);
    const names =
      typeof left !== 'string' && /^(?:strong|b|em|dt|label|span|small|th|div|p|h[1-6])$/.test(left.tag);
    const weight = colon ? 0.97 : nodes.length === 2 && names ? 0.9 : at % 2 === 0 && names ? 0.75 : 0;
    if (weight > 0) add(label, value, weight, typeof right === 'string' ? element : right);
  }
}

/** A heading and the short text right after it. */
function headingPair(heading: PageElement, add: Add): void {
  const siblings = heading.parent?.children ?? [];
  const next = siblings
    .slice(siblings.indexOf(heading) + 1)
    .find((node) => typeof node !== 'string' && textOf(node) !== '');
  if (next === undefined || typeof next === 'string' || headingLevel(next) !== null) return;
  add(textOf(heading), textOf(next), 0.78, next);
}

/**
 * A value on a line of several ends before the next label, and before links: "2 May · License: MIT · Edit this page". A
 * link may be the value itself, or a part of it ("by Ada"), but not when it is called as what it does.
 */
function untilNext(value: string, links: ReadonlySet<string>): string {
  const command = [...links].find((link) => COMMAND.test(link) && value.endsWith(` ${link}`));
  const text = command === undefined ? value : value.slice(0, -command.length).replace(/[\s|·•]+$/, '');
  const pieces = text.split(APART);
  const next = pieces.findIndex(
    (piece, index) =>
      index > 0 && (/^\p{L}[^:：]{0,40}[:：](?:\s|$)/u.test(piece) || links.has(piece.trim())),
  );
  return next < 0 || links.has(pieces[0]?.trim() ?? '') ? text : pieces.slice(0, next).join(' · ');
}

const COMMAND =
  /^(?:edit|change|view|see|show|more|learn|read|copy|details|update|manage|download|remove|delete|add|report|share|print)\b/i;

/** Between values on one line. */
export const APART = /\s+[|·•]\s+/;

/** "Total: $5", "Your confirmation number is X-1." */
function linePair(line: string, add: (label: string, value: string, weight: number) => void): void {
  if (line.length > 300) return;
  const numbered = /^(?:your\s+)?([\p{L} ]{3,40}?)\s+(?:#|no\.?|nr\.?|№)\s*([\w-]*\d[\w-]*)/iu.exec(line);
  if (numbered !== null) add(`${numbered[1]} number`, numbered[2] ?? '', 0.9);
  const colon = /^([^:：]{1,60})[:：]\s*(.+)$/.exec(line);
  if (colon !== null) add(colon[1] ?? '', colon[2] ?? '', 0.96);
  for (const clause of line.split(/(?<=[.!?;,])\s+|\s+[|·•–—]\s+/)) {
    const is =
      /^(?:.*?\b(?:the|your|our|its|this)\s+)?([\p{L}][^:]{1,50}?)\s+(?:is|was|are|=)\s+(.+?)[.!]?$/iu.exec(
        clause,
      );
    if (is !== null) add(is[1] ?? '', is[2] ?? '', 0.86);
    const part = /^([^:：]{1,40})[:：]\s*(.+?)[.;,]?$/.exec(clause);
    const isCut = colon !== null && line.startsWith(clause);
    if (part !== null && clause !== line && !isCut) add(part[1] ?? '', part[2] ?? '', 0.95);
    const number = /^(?:your\s+)?([\p{L} ]{3,40}?)\s*(?:#|no\.?|nr\.?|№)\s*([\w-]*\d[\w-]*)/iu.exec(clause);
    if (number !== null) add(`${number[1]} number`, number[2] ?? '', 0.85);
  }
}
