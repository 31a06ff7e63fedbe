import { LATEST_MODEL } from '../../../contract/protocol.ts';
import { MINIMUM_COMPATIBILITY_VERSION } from '../model-catalog.ts';
import type { Handler } from './context.ts';

export const listModels: Handler<'ListModels'> = ({ clientCompatibilityVersion }, { agent }) => {
  const supported = clientCompatibilityVersion >= MINIMUM_COMPATIBILITY_VERSION;
  return {
    modelSummaries: [
      {
        modelId: agent.name,
        modelLifecycle: { status: 'ACTIVE' },
        minimumCompatibilityVersion: MINIMUM_COMPATIBILITY_VERSION,
      },
    ],
    modelAliases: [{ aliasName: LATEST_MODEL, latestModelId: agent.name, resolvedModelId: agent.name }],
    compatibilityInformation: {
      clientCompatibilityVersion,
      supportedModelIds: supported ? [agent.name] : [],
      message: supported
        ? `This is local AWS: its only model is the agent ${agent.name}, a stand-in for development.`
        : `The client is too old: compatibility version ${MINIMUM_COMPATIBILITY_VERSION} or later is needed.`,
    },
  };
};
