import { localAwsUrl } from '../lib/sdk/index.ts';

/** Nova Act's own practice site: the first page that a workflow opens on AWS unless the payload says otherwise. */
const PRACTICE_SITE = 'https://nova.amazon.com/act/gym/next-dot/';

/** The page to start on: the demo site when the workflow runs against local AWS, the practice site on AWS. */
export function defaultStartPage(demoPath = ''): string {
  const local = localAwsUrl();
  return local === undefined ? PRACTICE_SITE : new URL(`/demo/${demoPath}`, local).href;
}
