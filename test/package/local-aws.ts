import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from './processes.ts';
import type { Project } from './project.ts';

const START_LIMIT_MS = 60_000;
const HEADING = 'Travel well, carry little';

/** Starts local AWS from the project's folder, which defines and deploys its workflows, and invokes each by the command. */
export async function runOnLocalAws(
  project: Project,
  workflows: readonly string[],
  options: readonly string[] = [],
): Promise<void> {
  const local = project.start([
    'node_modules/.bin/nova-act-cdk',
    'local',
    '--port',
    '0',
    '--json',
    ...options,
  ]);
  try {
    const { demoSiteUrl, environment } = await started(local);
    for (const workflow of workflows) {
      const payload = JSON.stringify({ url: demoSiteUrl });
      const command = ['npx', 'nova-act-cdk', 'invoke', workflow, '--payload', payload];
      const invoked = project.start(command, environment);
      if ((await invoked.ended) !== 0) throw new Error(`${workflow}: ${invoked.stderr()}`);
      checkAnswer(workflow, JSON.parse(invoked.stdout()));
    }
  } finally {
    local.signal('SIGINT');
    const gone = await Promise.race([local.ended, sleep(20_000, undefined, { ref: false })]);
    if (gone === undefined) local.signal('SIGKILL');
  }
  const code = await local.ended;
  if (code !== 0) throw new Error(`local AWS ended with ${code}: ${local.stderr()}`);
}

/** What `local --json` prints when it is ready. */
async function started(
  local: Running,
): Promise<{ readonly demoSiteUrl: string; readonly environment: Readonly<Record<string, string>> }> {
  const deadline = performance.now() + START_LIMIT_MS;
  let code: number | undefined;
  void local.ended.then((exitCode) => {
    code = exitCode;
  });
  while (!local.stdout().trimEnd().endsWith('}')) {
    if (performance.now() > deadline || code !== undefined) {
      throw new Error(`local AWS did not start: ${local.stderr()}`);
    }
    await sleep(100);
  }
  return JSON.parse(local.stdout()).data;
}

/** The heading of the demo site; whatever else the workflow looked at has to be true. */
function checkAnswer(workflow: string, answer: Readonly<Record<string, unknown>>): void {
  const { heading, ...facts } = answer;
  if (heading === HEADING && Object.values(facts).every((fact) => fact === true)) return;
  throw new Error(`${workflow} answered ${JSON.stringify(answer)}`);
}
