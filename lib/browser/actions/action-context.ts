import type { CDPSession, Page } from 'playwright-core';
import type { PageNews } from '../../contract/page-news.ts';
import { type Box, parseBox } from '../box.ts';
import { AgentRedirectError } from '../errors.ts';
import { viewportOf } from '../viewport.ts';
import type { ChooserWatch } from './chooser-watch.ts';

/** What every action on a page needs. */
export interface ActionContext {
  readonly page: Page;
  /** A CDP session of that page. */
  readonly session: CDPSession;
  readonly choosers: ChooserWatch;
  readonly allowedFileUploadPaths: readonly string[];
  readonly signal: AbortSignal | undefined;
  /** Tells the agent, and whoever watches, of something that does not stop the action. */
  readonly tell: (news: PageNews) => void;
}

/** Reads the model's box against the viewport as it is now. */
export async function boxOnPage(page: Page, text: string): Promise<Box> {
  const viewport = await viewportOf(page);
  if (viewport.width === 0 || viewport.height === 0)
    throw new AgentRedirectError('The page has no visible area.');
  return parseBox(text, viewport);
}
