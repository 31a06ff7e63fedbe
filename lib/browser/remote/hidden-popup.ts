import type { ElementFacts } from '../actions/page-library.ts';

/** What a person is told who has clicked on something that opens a window of the browser's, which pictures do not have. */
export function hiddenPopup({
  tag,
  type,
  isOpenList,
  isDisabled,
  isReadOnly,
}: ClickedFacts): string | undefined {
  if (isDisabled) return undefined;
  if (tag === 'select' && !isOpenList)
    return 'The choices of this list cannot be shown here. Choose by the arrow keys or the first letters, then press Enter.';
  if (tag !== 'input' || isReadOnly) return undefined;
  if (DATES.includes(type))
    return 'The calendar or clock of this field cannot be shown here. Type digits instead.';
  return type === 'color' ? 'The colors of this field cannot be shown here.' : undefined;
}

type ClickedFacts = Pick<ElementFacts, 'tag' | 'type' | 'isOpenList' | 'isDisabled' | 'isReadOnly'>;

const DATES: readonly string[] = ['date', 'time', 'datetime-local', 'month', 'week'];
