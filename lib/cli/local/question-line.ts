import { answerWords } from '../../contract/answer-words.ts';
import { visibleLine } from '../../core/visible.ts';
import type { AskedHere } from '../../local/human/local-desk.ts';

/** A line for a question that is asked, which says where a person answers (the link itself is for those whom the workflow tells); and one for its end. Pure. */
export function questionLine(question: AskedHere): string {
  return visibleLine(textOf(question));
}

function textOf({
  definitionName,
  workflowRunId,
  kind,
  status,
  answer,
  withdrawnBecause,
  viewerUrl,
}: AskedHere): string {
  const what = kind === 'approve' ? 'asks for an approval' : 'asks somebody to take over the browser';
  if (status === 'open') return `The workflow ${definitionName} ${what}: answer at ${viewerUrl}`;
  // Several runs may ask at a time.
  const asked = `The workflow ${definitionName} (run ${workflowRunId.slice(0, 8)})`;
  if (status === 'expired') return `${asked} was not answered in time.`;
  if (answer === undefined) return `${asked} waits for no answer any more: ${withdrawnBecause ?? 'it ended'}`;
  const { value, by, comment } = answer;
  const added = comment === undefined || comment === '' ? '' : ` ${JSON.stringify(comment)}`;
  return `${asked} was answered: ${answerWords({ kind, answer: value, by })}.${added}`;
}
