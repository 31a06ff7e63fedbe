import { LIMITS } from '../../limits.ts';
import { commentField } from './dialogs.ts';
import { element } from './element.ts';
import { PersonMemory } from './tab-memory.ts';

/** What people may add to an answer. */
export interface AnswerForm {
  readonly view: HTMLElement;
  /** What was written; what is empty is not there. */
  written(): { readonly name?: string; readonly comment?: string };
}

/** @param withComment - else it is asked for later */
export function answerForm({ withComment }: { readonly withComment: boolean }): AnswerForm {
  const name = element('input', {
    type: 'text',
    value: PersonMemory.name(),
    maxlength: String(LIMITS.maxNameLength),
    autocomplete: 'name',
    enterkeyhint: 'done',
    change: () => PersonMemory.rename(name.value.trim()),
  });
  const comment = withComment ? commentField() : undefined;
  const optional = (): HTMLElement => element('span', { class: 'muted' }, ' (optional)');
  return {
    view: element(
      'div',
      { class: 'fields' },
      element('label', { class: 'field' }, element('span', {}, 'Your name', optional()), name),
      comment && element('label', { class: 'field' }, element('span', {}, 'Comment', optional()), comment),
    ),
    written: () => {
      const [nameText, commentText] = [name.value.trim(), comment?.value.trim() ?? ''];
      PersonMemory.rename(nameText);
      return {
        ...(nameText !== '' && { name: nameText }),
        ...(commentText !== '' && { comment: commentText }),
      };
    },
  };
}
