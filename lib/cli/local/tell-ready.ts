import path from 'node:path';
import { OUTPUTS_FILE_NAME, STATE_DIR_NAME } from '../../catalog/names.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { localEnvironment, misleadingIn } from '../../local/local-environment.ts';
import type { MissingSecret } from '../../local/secrets/missing-secrets.ts';
import type { LocalAws } from '../../local/server.ts';
import type { CommandContext } from '../command-context.ts';
import { shellOf } from '../env/shell.ts';
import { printResult } from '../envelope.ts';
import type { Deployed } from './deploy.ts';
import type { LocalOptions } from './run-local-aws.ts';
import { welcome } from './welcome.ts';

/** Says that local AWS is ready, to people or to programs. */
export function tellReady(
  local: LocalAws,
  ready: {
    readonly deployed: Deployed;
    readonly missing: readonly MissingSecret[];
    readonly isWatching: boolean;
    readonly options: LocalOptions;
  },
  context: CommandContext,
): void {
  const { deployed, missing, isWatching, options } = ready;
  const { url, viewerUrl, demoSiteUrl, stateDir } = local;
  const { workflows, notes } = deployed;
  const fromHere = (file: string): string => path.relative(context.directory, file) || '.';
  const isOfProject = stateDir === path.join(options.projectRoot, STATE_DIR_NAME);
  printResult(context, {
    json: options.json,
    data: {
      ...{ url, viewerUrl, demoSiteUrl, outputsFile: fromHere(path.join(stateDir, OUTPUTS_FILE_NAME)) },
      environment: { ...localEnvironment(url, deployed.region), [VARIABLE.stateDir]: stateDir },
      unset: misleadingIn(context.environment),
      workflows: workflows.map(({ name, runtimeArn }) => ({ name, runtimeArn })),
      missingSecrets: missing,
      ...(notes && { notes }),
    },
    text: () =>
      welcome({
        ...{ ...local, ...deployed, ...options, ...context, isWatching, missing },
        otherStateDir: isOfProject ? undefined : fromHere(stateDir),
        shell: shellOf(context.environment, process.platform),
      }),
  });
}
