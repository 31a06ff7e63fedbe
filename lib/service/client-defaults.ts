/** Defaults of the client: everything that a caller may leave open. */
import {
  createDefaultUserAgentProvider,
  NODE_APP_ID_CONFIG_OPTIONS,
  type UserAgentInputConfig,
} from '@aws-sdk/core/client';
import { AwsSdkSigV4Signer, NODE_AUTH_SCHEME_PREFERENCE_OPTIONS } from '@aws-sdk/core/httpAuthSchemes';
import { Sha256 } from '@smithy/core/checksum';
import { loadConfigsForDefaultMode, NoOpLogger } from '@smithy/core/client';
import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
  resolveDefaultsModeConfig,
} from '@smithy/core/config';
import { type HttpHandlerUserInput, parseUrl } from '@smithy/core/protocols';
import {
  DEFAULT_RETRY_MODE,
  NODE_MAX_ATTEMPT_CONFIG_OPTIONS,
  NODE_RETRY_MODE_CONFIG_OPTIONS,
} from '@smithy/core/retry';
import { calculateBodyLength, fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';
import { NodeHttpHandler, type NodeHttpHandlerOptions, streamCollector } from '@smithy/node-http-handler';
import type { Provider } from '@smithy/types';
import { DEFAULT_REGION, SERVICE_NAME } from '../contract/protocol.ts';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../core/package.ts';
import { authOptions, credentialChain } from './auth.ts';
import {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_REQUEST_TIMEOUT_MS,
  type NovaActClientConfig,
} from './client-config.ts';
import { resolveNovaActEndpoint } from './endpoint.ts';
import { LongTextProtocol } from './long-text-protocol.ts';
import { errorTypeRegistries, NAMESPACE } from './schemas.ts';
import { AWS_SDK_RUNTIME_VERSION } from './version.ts';

const SERVICE_ID = 'Nova Act';
const API_VERSION = '2025-08-22';

/** Fills in everything that the caller left open. */
export function withDefaults(config: NovaActClientConfig) {
  const logger = config.logger ?? new NoOpLogger();
  const fromFiles = { ...(config.profile !== undefined && { profile: config.profile }), logger };
  const defaultsMode = resolveDefaultsModeConfig(config);
  const modeDefaults = async () => loadConfigsForDefaultMode(await defaultsMode());
  return {
    ...config,
    apiVersion: API_VERSION,
    serviceId: SERVICE_ID,
    defaultSigningName: SERVICE_NAME.novaAct,
    runtime: 'node',
    defaultsMode,
    logger,
    protocol: config.protocol ?? LongTextProtocol,
    protocolSettings: config.protocolSettings ?? {
      defaultNamespace: NAMESPACE,
      errorTypeRegistries,
      version: API_VERSION,
      serviceTarget: 'NovaAct',
    },
    endpointProvider: config.endpointProvider ?? resolveNovaActEndpoint,
    httpAuthSchemeProvider: config.httpAuthSchemeProvider ?? authOptions,
    httpAuthSchemes: config.httpAuthSchemes ?? [
      {
        schemeId: 'aws.auth#sigv4',
        identityProvider: (providers: { getIdentityProvider(id: string): never }) =>
          providers.getIdentityProvider('aws.auth#sigv4'),
        signer: new AwsSdkSigV4Signer(),
      },
    ],
    credentialDefaultProvider: credentialChain,
    authSchemePreference:
      config.authSchemePreference ?? loadConfig(NODE_AUTH_SCHEME_PREFERENCE_OPTIONS, fromFiles),
    region:
      config.region ??
      loadConfig(
        { ...NODE_REGION_CONFIG_OPTIONS, default: DEFAULT_REGION },
        { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...fromFiles },
      ),
    maxAttempts: config.maxAttempts ?? defaultMaxAttempts(fromFiles),
    retryMode:
      config.retryMode ??
      loadConfig(
        {
          ...NODE_RETRY_MODE_CONFIG_OPTIONS,
          default: async () => (await modeDefaults()).retryMode ?? DEFAULT_RETRY_MODE,
        },
        fromFiles,
      ),
    requestHandler: requestHandlerOf(config.requestHandler, modeDefaults),
    useDualstackEndpoint:
      config.useDualstackEndpoint ?? loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, fromFiles),
    useFipsEndpoint: config.useFipsEndpoint ?? loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, fromFiles),
    userAgentAppId: config.userAgentAppId ?? loadConfig(NODE_APP_ID_CONFIG_OPTIONS, fromFiles),
    defaultUserAgentProvider: createDefaultUserAgentProvider({
      serviceId: SERVICE_ID,
      clientVersion: AWS_SDK_RUNTIME_VERSION,
    }),
    customUserAgent: withProduct(config.customUserAgent),
    base64Decoder: fromBase64,
    base64Encoder: toBase64,
    bodyLengthChecker: calculateBodyLength,
    disableHostPrefix: false,
    sha256: Sha256,
    streamCollector,
    urlParser: parseUrl,
    utf8Decoder: fromUtf8,
    utf8Encoder: toUtf8,
  };
}

/**
 * Two attempts. AWS_MAX_ATTEMPTS and `max_attempts` may lower that but never raise it: they are set with other
 * services in mind, while here a third attempt could run a browser step a third time.
 */
function defaultMaxAttempts(fromFiles: { readonly profile?: string }): Provider<number> {
  const configured = loadConfig(
    { ...NODE_MAX_ATTEMPT_CONFIG_OPTIONS, default: DEFAULT_MAX_ATTEMPTS },
    fromFiles,
  );
  return async () => Math.min(DEFAULT_MAX_ATTEMPTS, await configured());
}

function requestHandlerOf(
  given: HttpHandlerUserInput | undefined,
  modeDefaults: () => Promise<NodeHttpHandlerOptions>,
): ReturnType<typeof NodeHttpHandler.create> {
  if (given !== undefined && 'handle' in given && typeof given.handle === 'function') {
    return NodeHttpHandler.create(given);
  }
  return NodeHttpHandler.create(async () => ({
    ...(await modeDefaults()),
    requestTimeout: DEFAULT_REQUEST_TIMEOUT_MS,
    // Without this the transport only warns and keeps waiting.
    throwOnRequestTimeout: true,
    ...given,
  }));
}

function withProduct(own: UserAgentInputConfig['customUserAgent']): [string, string?][] {
  const product: [string, string] = [PACKAGE_NAME, PACKAGE_VERSION];
  if (own === undefined) return [product];
  return [product, ...(typeof own === 'string' ? [[own] as [string]] : own)];
}
