import { NovaAct, Workflow, webHuman } from '../../../../../lib/sdk/index.ts';

/** A program that asks people on a page, and is told to end meanwhile. */
const [endpoint = '', startingPage = ''] = process.argv.slice(2);

await Workflow.run({ definitionName: 'shop', endpoint, human: webHuman() }, async () => {
  await using nova = await NovaAct.start({ startingPage });
  await nova.act('Pay');
}).catch((error: Error) => process.stdout.write(`${error.name}\n`));
