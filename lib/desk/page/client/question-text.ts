import type { ShownQuestion } from '../../../contract/question.ts';
import { enlarge } from './dialogs.ts';
import { element } from './element.ts';
import { timeOfDay } from './time-words.ts';

/** What is asked: the message, the picture and the address of the page, and by which run. */
export function questionText(shown: ShownQuestion): readonly HTMLElement[] {
  const { message = '', pageUrl = '', picture } = shown.asked ?? {};
  return [
    element(
      'blockquote',
      { class: 'message', tabindex: '0', role: 'group', 'aria-label': 'What the workflow asks' },
      message,
    ),
    ...(picture === undefined ? [] : [pictureView(`data:${picture.mediaType};base64,${picture.base64}`)]),
    element(
      'dl',
      { class: 'facts' },
      ...(pageUrl === '' ? [] : fact('Page', pageUrl, 'whole')),
      ...facts(shown),
    ),
  ];
}

/** Which workflow and run it is. */
export function questionFacts(shown: ShownQuestion): HTMLElement {
  return element('dl', { class: 'facts' }, ...facts(shown));
}

function facts({ definitionName, workflowRunId, askedAt, now }: ShownQuestion): readonly HTMLElement[] {
  return [
    ...fact('Workflow', definitionName),
    ...fact('Asked', timeOfDay(askedAt, now)),
    ...fact('Run', workflowRunId, 'whole mono'),
  ];
}

function fact(name: string, value: string, kind = ''): readonly HTMLElement[] {
  return [element('div', { class: kind }, element('dt', {}, name), element('dd', {}, value))];
}

function pictureView(source: string): HTMLElement {
  const alt = 'The page when the workflow asked';
  return element(
    'figure',
    { class: 'picture' },
    element(
      'button',
      { type: 'button', click: () => enlarge(source, alt) },
      element('img', { src: source, alt }),
      element('span', { class: 'hint' }, 'Enlarge'),
    ),
  );
}
