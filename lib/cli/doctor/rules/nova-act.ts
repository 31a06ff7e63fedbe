import { DEFAULT_REGION, LATEST_MODEL } from '../../../contract/protocol.ts';
import { type CheckOutcome, lacking, ok, warning } from '../outcome.ts';

/** Which models the service offers, and whether the one is there that is used when none is named. */
export function novaActRule({ models, aliases, region }: ModelFacts): CheckOutcome {
  const names = [...new Set([...aliases, ...models])];
  if (names.length === 0) return lacking(`no models are offered in ${region}`, `--region ${DEFAULT_REGION}`);
  if (!names.includes(LATEST_MODEL))
    return warning(`${names.join(', ')}; without ${LATEST_MODEL}, name one of these in your runs (modelId)`);
  return ok(`models: ${names.join(', ')}`);
}

/** What `ListModels` answers. */
export interface ModelFacts {
  readonly models: readonly string[];
  readonly aliases: readonly string[];
  readonly region: string;
}
