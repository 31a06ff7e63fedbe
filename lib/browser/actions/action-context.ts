import type { CDPSession, Page } from 'playwright-core';
import type { PageNews } from '../../contract/page-news.ts';
import { type Box, parseBox, type ViewportSize } from '../box.ts';
import { AgentRedirectError } from '../errors.ts';
import { viewportOf } from '../viewport.ts';
import type { ChooserWatch } from './chooser-watch.ts';

/** What every action on a page needs. */
export interface ActionContext {
  readonly page: Page;
  /** A CDP session of that page. */
  readonly session: CDPSession;
  /** Resolves when the page knows that an action begins: nothing may be done to it before. */
  readonly begun: Promise<void>;
  readonly choosers: ChooserWatch;
  readonly allowedFileUploadPaths: readonly string[];
  /** Aborted when the action is to stop; also by its limit. */
  readonly signal: AbortSignal;
  /** Tells the agent, and whoever watches, of something that does not stop the action. */
  readonly tell: (news: PageNews) => void;
  /** What to look at once more when the page has settled, unless another action comes first. */
  readonly lookAgain: (look: (() => Promise<PageNews | undefined>) | undefined) => void;
}

/** Reads the model's box against the viewport as it is now. */
export async function boxOnPage({ page, begun }: ActionContext, text: string): Promise<Box> {
  const [viewport] = await Promise.all([viewportOf(page), begun]);
  return boxIn(viewport, text);
}

/** Reads the model's box against a viewport. */
export function boxIn(viewport: ViewportSize, text: string): Box {
  if (viewport.width === 0 || viewport.height === 0)
    throw new AgentRedirectError('The page has no visible area.');
  return parseBox(text, viewport);
}
