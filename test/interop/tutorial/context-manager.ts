// Two browser sessions in one run: npx tsx context-manager.ts <definition> <log group> <page>
import { NovaAct, Workflow } from '../../../lib/sdk/index.ts';

const [definitionName = '', logGroupName = '', page = ''] = process.argv.slice(2);
const question = 'Return the main heading of the page';

await Workflow.run({ definitionName, logGroupName }, async () => {
  await using left = await NovaAct.start({ startingPage: page });
  await using right = await NovaAct.start({ startingPage: new URL('destinations', page).href });
  const answers = await Promise.all([left, right].map((nova) => nova.actGet(question, { type: 'string' })));
  for (const { data } of answers) console.log(data);
});
