import { isDeepStrictEqual } from 'node:util';
import { findOutputsInFile, workflowStackName } from '../../../../lib/catalog/index.ts';
import { startChromium } from '../../support/chromium.ts';
import { run } from '../../support/processes.ts';
import { outcomeOf } from '../call.ts';
import type { Client } from '../client.ts';
import { type Row, resultOf } from '../row.ts';
import { pythonVersion } from '../versions.ts';

/** AWS's own Python SDK, with the two workflows that its tutorial writes. */
export const pythonSdk: Client = {
  name: 'nova-act (Python)',
  version: pythonVersion('nova-act[cli]'),
  remark:
    'The address of Nova Act is fixed in its code: a line replaces it. `NOVA_ACT_REPLAYABLE=1` sends the DOM, which the offline agent reads.',
  async rows({ local, tools }) {
    // No other client has runs of it: the scripts look at the newest, and clients run two at a time.
    const { WorkflowDefinitionName: definition } = findOutputsInFile({
      file: local.outputsFile,
      stackName: workflowStackName({ workflow: 'form-filling' }),
    });
    await using chromium = await startChromium();
    const rows: Row[] = [];
    for (const { operation, script, answers } of SCRIPTS) {
      const outcome = await outcomeOf(async () => {
        const args = [definition, local.demoSiteUrl, chromium.devToolsUrl];
        const { stdout } = await run(tools.executable, [tools.script(script), ...args], local.environment);
        const came = JSON.parse(/^ANSWER (.*)$/m.exec(stdout)?.[1] ?? '{}');
        const wanted = { answers, status: 'SUCCEEDED', sessions: answers.length };
        return { right: isDeepStrictEqual(came, wanted), came };
      });
      rows.push({
        service: 'nova-act',
        operation,
        how: '',
        client: pythonSdk.name,
        result: resultOf(outcome),
      });
    }
    return rows;
  },
};

const SCRIPTS = [
  {
    operation: '`@workflow` around a function, one `NovaAct`',
    script: 'tutorial_decorator',
    answers: ['Travel well, carry little'],
  },
  {
    operation: '`with Workflow(…)`, two `NovaAct` in it',
    script: 'tutorial_context_manager',
    answers: ['Travel well, carry little', 'Destinations'],
  },
];
