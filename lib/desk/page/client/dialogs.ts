import { LIMITS } from '../../limits.ts';
import { element } from './element.ts';

/**
 * Asks once more.
 *
 * @returns undefined when it is not confirmed; else what was added
 */
export async function confirmation(asked: Confirmation): Promise<{ readonly comment: string } | undefined> {
  const comment = asked.commentLabel === undefined ? undefined : commentField();
  const yes = element(
    'button',
    {
      type: 'button',
      class: `button ${asked.tone}`,
      click: () => end({ comment: comment?.value.trim() ?? '' }),
    },
    asked.confirm,
  );
  // The second tap of a double tap is none of its own.
  yes.disabled = true;
  setTimeout(() => {
    yes.disabled = false;
  }, DOUBLE_TAP_MS);
  let end: (result: { readonly comment: string } | undefined) => void = () => {};
  return await new Promise((resolve) => {
    const dialog = element(
      'dialog',
      { class: 'confirm', 'aria-labelledby': 'confirm-title' },
      element('h2', { id: 'confirm-title' }, asked.title),
      ...asked.lines.map((line) => element('p', {}, line)),
      comment && element('label', { class: 'field' }, asked.commentLabel, comment),
      element(
        'div',
        { class: 'actions' },
        element('button', { type: 'button', class: 'button', click: () => end(undefined) }, 'Not yet'),
        yes,
      ),
    );
    end = (result) => {
      dialog.close();
      dialog.remove();
      resolve(result);
    };
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      end(undefined);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export interface Confirmation {
  readonly title: string;
  readonly lines: readonly string[];
  readonly confirm: string;
  readonly tone: 'good' | 'bad';
  /** What can be added. */
  readonly commentLabel?: string | undefined;
}

const DOUBLE_TAP_MS = 400;

/** Shows a picture as large as it is, or as the screen, whichever is tapped for. */
export function enlarge(source: string, alt: string): void {
  const picture = element('img', { src: source, alt });
  const dialog = element(
    'dialog',
    { class: 'enlarged', 'aria-label': alt },
    element('button', { type: 'button', class: 'button', click: () => dialog.close() }, 'Close'),
    element('div', { class: 'well', tabindex: '0', role: 'group', 'aria-label': 'Picture' }, picture),
  );
  picture.addEventListener('click', () => dialog.classList.toggle('whole'));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export function commentField(): HTMLTextAreaElement {
  return element('textarea', { rows: '2', maxlength: String(LIMITS.maxCommentLength), autocomplete: 'off' });
}
