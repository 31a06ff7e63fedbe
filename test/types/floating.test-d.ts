import { NovaAct, Workflow } from '../../lib/sdk/index.ts';

// The lint rule sees acts that are not awaited: a comment that turns off nothing is a warning, which fails `npm run check`.

declare const nova: NovaAct;

// biome-ignore lint/nursery/noFloatingPromises: an act
nova.act('Click the About link');
// biome-ignore lint/nursery/noFloatingPromises: an act with an answer
nova.actGet('Return the heading', { type: 'string' });
// biome-ignore lint/nursery/noFloatingPromises: a page that is opened
nova.goToUrl('https://example.com');
// biome-ignore lint/nursery/noFloatingPromises: a callback is no handler of errors
nova.act('Click the About link').then(() => {});
// biome-ignore lint/nursery/noFloatingPromises: a session
NovaAct.start();
// biome-ignore lint/nursery/noFloatingPromises: a run
Workflow.run({ definitionName: 'shop' }, async () => {});
