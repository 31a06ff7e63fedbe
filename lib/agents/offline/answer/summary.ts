import type { PageElement } from '../page/dom.ts';
import { nameOfItem } from './item-name.ts';

/** The items of a list without the lines of a cart or a bill that sum it up, unless these are asked for. */
export function withoutSummary(items: readonly PageElement[], noun: string): readonly PageElement[] {
  const things = items.filter((item) => !SUMMARY.test(nameOfItem(item, []) ?? ''));
  return things.length > 0 && !SUMMARY.test(noun) ? things : items;
}

/** Lines of a cart or a bill that are no things of their own. */
const SUMMARY =
  /^(?:(?:sub|grand |order |cart )?totals?|sum|tax(?:es)?|vat|shipping|postage|delivery|discounts?|promo(?:tion)? codes?|coupons?|vouchers?)\b(?! \w+ \w+)/i;
