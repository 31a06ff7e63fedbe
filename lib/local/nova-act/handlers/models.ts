import { LATEST_MODEL } from '../../../contract/protocol.ts';
import { MINIMUM_COMPATIBILITY_VERSION, OFFLINE_MODEL_ID } from '../model-catalog.ts';
import type { Handler } from './context.ts';

export const listModels: Handler<'ListModels'> = ({ clientCompatibilityVersion }) => {
  const supported = clientCompatibilityVersion >= MINIMUM_COMPATIBILITY_VERSION;
  return {
    modelSummaries: [
      {
        modelId: OFFLINE_MODEL_ID,
        modelLifecycle: { status: 'ACTIVE' },
        minimumCompatibilityVersion: MINIMUM_COMPATIBILITY_VERSION,
      },
    ],
    modelAliases: [
      { aliasName: LATEST_MODEL, latestModelId: OFFLINE_MODEL_ID, resolvedModelId: OFFLINE_MODEL_ID },
    ],
    compatibilityInformation: {
      clientCompatibilityVersion,
      supportedModelIds: supported ? [OFFLINE_MODEL_ID] : [],
      message: supported
        ? 'This is local AWS: its only model is the offline agent, a stand-in for development.'
        : `The client is too old: compatibility version ${MINIMUM_COMPATIBILITY_VERSION} or later is needed.`,
    },
  };
};
