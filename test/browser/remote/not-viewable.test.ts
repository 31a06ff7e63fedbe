import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { mustBeViewable } from '../../../lib/browser/index.ts';

test('a browser that is no Chromium is told by what can be shown', async () => {
  const context = {
    newCDPSession: () => Promise.reject(new Error('CDP session is only available in Chromium')),
  };
  // Of a page no more is asked.
  const page = { context: () => context, isClosed: () => false } as unknown as Page;
  await expect(mustBeViewable(page)).rejects.toThrow(
    'This browser cannot be shown to a person elsewhere: only Chromium, and what is built on it, such as Chrome and Edge, can.',
  );
});
