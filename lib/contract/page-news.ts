/**
 * Something that came of an action, or of the page by itself, and that a picture of the page does not show: the agent is
 * told in one sentence, and so is whoever watches.
 */
export interface PageNews {
  readonly kind: PageNewsKind;
  /** For the agent: one short sentence, which may quote the page. */
  readonly text: string;
  /** For logs and streams: the same without what the page says or the agent has typed. */
  readonly summary: string;
}

/**
 * - `dialog`: the page asked or said something in a window of the browser's, and was answered
 * - `download`: a file came
 * - `file-chooser`: the page waits for a file
 * - `tab`: a tab opened or closed otherwise than was to be expected
 * - `busy`: the page was still at work when the wait for it ended
 * - `difference`: a field, list or position has another value than the one that was asked for
 * - `covered`, `disabled`: an action could not reach what it was meant for
 * - `timeout`: an action did not end in its time
 * - `refused`: an action was not done, for the reason that the agent was told
 */
export type PageNewsKind =
  | 'dialog'
  | 'download'
  | 'file-chooser'
  | 'tab'
  | 'busy'
  | 'difference'
  | 'covered'
  | 'disabled'
  | 'timeout'
  | 'refused';
