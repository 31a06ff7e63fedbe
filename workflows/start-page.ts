import { currentWorkflow } from '../lib/sdk/index.ts';

/** Nova Act's own practice site: the first page that a workflow opens on AWS unless the payload says otherwise. */
const PRACTICE_SITE = 'https://nova.amazon.com/act/gym/next-dot/';

/** The page to start on: the demo site when the current run talks to local AWS, the practice site on AWS. */
export function defaultStartPage(demoPath = ''): string {
  const run = currentWorkflow();
  if (run === undefined)
    throw new Error('Only a run knows where it starts: call defaultStartPage inside one.');
  const local = run.localAwsUrl;
  return local === undefined ? PRACTICE_SITE : new URL(`/demo/${demoPath}`, local).href;
}
