import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { STATE_DIR_NAME } from '../../../lib/catalog/names.ts';
import { writeOutputsFile } from '../../../lib/catalog/outputs-file.ts';
import type { CommandContext } from '../../../lib/cli/command-context.ts';
import { makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { deployLocally } from '../../../lib/local/agentcore/index.ts';
import { startLocalAws } from '../../../lib/local/index.ts';
import { noteRunning } from '../../../lib/local/running-local-aws.ts';
import { NovaActClient } from '../../../lib/service/index.ts';
import { makeProject } from '../../bundle/project.ts';
import { callCommand } from '../call-command.ts';

/** Does what its item says, and notes each time that it is begun. */
const WORKFLOW = `
  import { appendFileSync, existsSync } from 'node:fs';
  export const main = async (item: Record<string, string>, context: { signal: AbortSignal }) => {
    appendFileSync(item.log, item.do + ' ' + (item.itemId ?? '') + '\\n');
    if (item.do === 'fail' && !existsSync(item.log + '.mended')) throw Object.assign(new Error('the shop is closed'), { name: 'ShopError' });
    if (item.do === 'crash' && !existsSync(item.log + '.crashed')) {
      appendFileSync(item.log + '.crashed', 'yes');
      process.kill(process.pid, 'SIGKILL');
      await new Promise(() => {});
    }
    if (item.do === 'wait' && !existsSync(item.log + '.mended')) {
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      throw context.signal.reason;
    }
    return { done: item.itemId ?? null };
  };
`;

/** A project whose workflow `shop` is deployed to a local AWS that runs for it. */
export async function startFleetProject() {
  const catalog = [
    { name: 'shop', entry: 'workflows/shop.ts', definitionName: 'shop', description: 'A shop.' },
  ];
  const project = makeProject({
    'workflows/shop.ts': WORKFLOW,
    'workflows/catalog.ts': `export const catalog = ${JSON.stringify(catalog)};`,
  });
  const stateDir = path.join(project.root, STATE_DIR_NAME);
  const aws = await startLocalAws({ stateDir });
  const client = new NovaActClient({ endpoint: aws.url, credentials: makeLocalCredentials() });
  const deployments = await deployLocally({
    catalog,
    ...{ projectRoot: project.root, stateDir, client },
  });
  client.destroy();
  writeOutputsFile({
    file: path.join(stateDir, 'cdk-outputs.json'),
    stacks: Object.fromEntries(deployments.map(({ outputs }) => ['NovaActWorkflow-shop', outputs])),
  });
  const endNote = noteRunning(stateDir, { url: aws.url, region: 'us-east-1' });
  let logs = 0;
  return {
    aws,
    root: project.root,
    stateDir,
    /** Writes a list of items that share a log. @returns the names of both files */
    list(items: readonly Readonly<Record<string, string>>[]) {
      logs += 1;
      const log = path.join(project.root, `log-${logs}`);
      const file = path.join(project.root, `items-${logs}.jsonl`);
      writeFileSync(file, items.map((item) => `${JSON.stringify({ ...item, log })}\n`).join(''));
      return { file, log };
    },
    /** `fleet …` on that local AWS. */
    fleet: (args: readonly string[], context: Partial<CommandContext> = {}) =>
      callCommand(['fleet', ...args, '--local'], { projectRoot: project.root, ...context }),
    async [Symbol.asyncDispose](): Promise<void> {
      endNote();
      await aws.close();
      project.remove();
    },
  };
}

export type FleetProject = Awaited<ReturnType<typeof startFleetProject>>;
