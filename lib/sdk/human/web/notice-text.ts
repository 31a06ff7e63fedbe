import type { HumanNotice } from './notifier.ts';

/** What people read in a mail or chat. @param includeMessage whether with what the agent asks: it may quote a page that wants to deceive */
export function noticeText(notice: HumanNotice, includeMessage: boolean): string {
  const { kind, subject, link, message, workflowRunId } = notice;
  const asked = `The agent asks (its words, which may come from the page that it is on):\n${message.replace(/^/gm, '> ')}\n\n`;
  const todo = kind === 'approve' ? 'Look at what is asked, and answer' : 'See the browser, and take over';
  return `${subject}.\nRun ${workflowRunId}.

${includeMessage ? asked : ''}${todo}:
${link}

Whoever has this link can answer, once. Do not pass it on.
`;
}
