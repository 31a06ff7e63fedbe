import { MINIMUM_COMPATIBILITY_VERSION, MODEL_ALIASES, MODEL_ID, whoPlays } from '../model-catalog.ts';
import type { Handler } from './context.ts';

export const listModels: Handler<'ListModels'> = ({ clientCompatibilityVersion }, { agent }) => {
  const supported = clientCompatibilityVersion >= MINIMUM_COMPATIBILITY_VERSION;
  return {
    modelSummaries: [
      {
        modelId: MODEL_ID,
        modelLifecycle: { status: 'ACTIVE' },
        minimumCompatibilityVersion: MINIMUM_COMPATIBILITY_VERSION,
      },
    ],
    modelAliases: MODEL_ALIASES.map((aliasName) => ({
      aliasName,
      latestModelId: MODEL_ID,
      resolvedModelId: MODEL_ID,
    })),
    compatibilityInformation: {
      clientCompatibilityVersion,
      supportedModelIds: supported ? [MODEL_ID] : [],
      message: supported
        ? whoPlays(agent.name, [...MODEL_ALIASES, MODEL_ID])
        : `The client is too old: compatibility version ${MINIMUM_COMPATIBILITY_VERSION} or later is needed.`,
    },
  };
};
