/** Signing with SigV4 under the name `nova-act`, and credentials from the usual chain. */
import {
  type AwsSdkSigV4AuthInputConfig,
  type AwsSdkSigV4AuthResolvedConfig,
  type AwsSdkSigV4PreviouslyResolved,
  resolveAwsSdkSigV4Config,
} from '@aws-sdk/core/httpAuthSchemes';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { getSmithyContext, normalizeProvider } from '@smithy/core/client';
import type {
  AwsCredentialIdentity,
  HandlerExecutionContext,
  HttpAuthOption,
  HttpAuthScheme,
  HttpAuthSchemeParameters,
  HttpAuthSchemeProvider,
  Provider,
} from '@smithy/types';
import { SERVICE_NAME } from '../contract/protocol.ts';

const SCHEME_ID = 'aws.auth#sigv4';

export interface NovaActAuthParameters extends HttpAuthSchemeParameters {
  readonly region?: string | undefined;
}

/** What a caller may set about authentication. */
export interface AuthInputConfig extends AwsSdkSigV4AuthInputConfig {
  authSchemePreference?: string[] | Provider<string[]> | undefined;
  httpAuthSchemes?: HttpAuthScheme[] | undefined;
  httpAuthSchemeProvider?: HttpAuthSchemeProvider<NovaActAuthParameters> | undefined;
}

/** The same after the client has filled in defaults. */
export interface AuthResolvedConfig extends AwsSdkSigV4AuthResolvedConfig {
  readonly authSchemePreference: Provider<string[]>;
  readonly httpAuthSchemes: HttpAuthScheme[];
  readonly httpAuthSchemeProvider: HttpAuthSchemeProvider<NovaActAuthParameters>;
}

/** Says for one request which operation and region are to be signed. */
export async function authParameters(
  config: { readonly region: Provider<string> },
  context: HandlerExecutionContext,
): Promise<NovaActAuthParameters> {
  return { operation: getSmithyContext(context).operation as string, region: await config.region() };
}

/** Every operation is signed in the same way. */
export function authOptions(parameters: NovaActAuthParameters): HttpAuthOption[] {
  return [
    {
      schemeId: SCHEME_ID,
      signingProperties: { name: SERVICE_NAME.novaAct, region: parameters.region },
      propertiesExtractor: (config: object, context: HandlerExecutionContext) => ({
        signingProperties: { config, context },
      }),
    },
  ];
}

export function resolveAuthConfig<T>(
  config: T & AuthInputConfig & AwsSdkSigV4PreviouslyResolved,
): T & AuthResolvedConfig {
  const signing = resolveAwsSdkSigV4Config(config);
  return Object.assign(signing, {
    authSchemePreference: normalizeProvider(config.authSchemePreference ?? []),
  }) as T & AuthResolvedConfig;
}

type ProviderInit = Parameters<typeof defaultProvider>[0];

/** The usual credential chain; when it finds nothing, the error says what to do. */
export function credentialChain(init?: ProviderInit): Provider<AwsCredentialIdentity> {
  const chain = defaultProvider(init);
  return async (...properties: Parameters<typeof chain>): Promise<AwsCredentialIdentity> => {
    try {
      return await chain(...properties);
    } catch (error) {
      if (!isNothingFound(error)) throw error;
      error.message =
        'No AWS credentials found. Sign in with `aws sso login` or `aws configure`, choose a profile with AWS_PROFILE, ' +
        'or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (local AWS accepts any value). Nothing was sent.';
      throw error;
    }
  };
}

function isNothingFound(error: unknown): error is Error {
  return (
    typeof error === 'object' &&
    error !== null &&
    'message' in error &&
    error.message === 'Could not load credentials from any providers'
  );
}
