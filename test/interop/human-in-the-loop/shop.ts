import { serve } from '../../../lib/runtime/index.ts';
import { NovaAct, webHuman, workflow } from '../../../lib/sdk/index.ts';

/** A workflow that asks people on a page: `run` calls it in this process, `serve` has it behind the host of AgentCore Runtime. */
const [how, startingPage = '', prompt = ''] = process.argv.slice(2);

const main = workflow({ definitionName: 'shop-workflow', human: webHuman() }, async (order: unknown) => {
  const { startingPage: page, prompt: task } = Object(order);
  await using nova = await NovaAct.start({ startingPage: page });
  await nova.act(task);
  return await nova.page.title();
});

if (how === 'serve') {
  const { port } = await serve({ main, host: '127.0.0.1', port: 0 });
  process.stdout.write(`${JSON.stringify({ port })}\n`);
} else {
  const title = await main({ startingPage, prompt }).catch(
    (error: Error) => `${error.name}: ${error.message}`,
  );
  process.stdout.write(`${JSON.stringify({ title })}\n`);
}
