/** The client of the Nova Act API. */
import {
  getHostHeaderPlugin,
  getLoggerPlugin,
  getRecursionDetectionPlugin,
  getUserAgentPlugin,
  resolveHostHeaderConfig,
  resolveUserAgentConfig,
} from '@aws-sdk/core/client';
import {
  DefaultIdentityProviderConfig,
  getHttpAuthSchemeEndpointRuleSetPlugin,
  getHttpSigningPlugin,
} from '@smithy/core';
import { Client, type SmithyResolvedConfiguration } from '@smithy/core/client';
import { resolveRegionConfig } from '@smithy/core/config';
import { resolveEndpointConfig } from '@smithy/core/endpoints';
import { getContentLengthPlugin } from '@smithy/core/protocols';
import { getRetryPlugin, resolveRetryConfig } from '@smithy/core/retry';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import type { HttpHandlerOptions } from '@smithy/types';
import { type AuthResolvedConfig, authParameters, resolveAuthConfig } from './auth.ts';
import type { NovaActClientConfig, NovaActResolvedParts } from './client-config.ts';
import { withDefaults } from './client-defaults.ts';
import { clientSourcePlugin } from './client-source.ts';
import type { OperationName } from './model.ts';
import { plainNumbersPlugin } from './plain-numbers.ts';
import type { OperationInput, OperationOutput } from './types.ts';

/** Inputs of all commands. */
export type ServiceInputTypes = { [Name in OperationName]: OperationInput<Name> }[OperationName];
/** Outputs of all commands. */
export type ServiceOutputTypes = { [Name in OperationName]: OperationOutput<Name> }[OperationName];

/** The configuration after all defaults are in. */
export type NovaActClientResolvedConfig = SmithyResolvedConfiguration<HttpHandlerOptions> &
  NovaActResolvedParts &
  AuthResolvedConfig;

/**
 * Client of Amazon Nova Act, in the shape of the generated clients of AWS SDK for JavaScript v3:
 *
 * ```ts
 * const client = new NovaActClient({ region: 'us-east-1' });
 * const { workflowRunId } = await client.send(new CreateWorkflowRunCommand({ … }));
 * ```
 *
 * Region: option, `AWS_REGION`, profile, else `us-east-1`. Endpoint: option, `AWS_ENDPOINT_URL_NOVA_ACT`,
 * `AWS_ENDPOINT_URL`, profile, else the region's. Each request is tried twice at most, 60 seconds each. Only the
 * option `maxAttempts` raises that: `InvokeActStep` has no idempotency token, so a repeated request may run a
 * step twice.
 *
 * Call `destroy()` when done, so that idle connections do not hold the process.
 *
 * @see https://docs.aws.amazon.com/nova-act/latest/APIReference/API_Operations.html
 */
export class NovaActClient extends Client<
  HttpHandlerOptions,
  ServiceInputTypes,
  ServiceOutputTypes,
  NovaActClientResolvedConfig
> {
  override readonly config: NovaActClientResolvedConfig;

  constructor(configuration: NovaActClientConfig = {}) {
    const initial = withDefaults(configuration);
    // The SDK resolves the object in place, step by step; its types describe only the end.
    super(initial as unknown as NovaActClientResolvedConfig);
    const withUserAgent = resolveUserAgentConfig(initial);
    const withRetry = resolveRetryConfig(withUserAgent);
    const withRegion = resolveRegionConfig(withRetry);
    const withHost = resolveHostHeaderConfig(withRegion);
    const withEndpoint = resolveEndpointConfig(withHost);
    this.config = resolveAuthConfig(withEndpoint) as unknown as NovaActClientResolvedConfig;
    this.middlewareStack.use(getSchemaSerdePlugin(this.config));
    this.middlewareStack.use(getUserAgentPlugin(this.config));
    this.middlewareStack.use(getRetryPlugin(this.config));
    this.middlewareStack.use(getContentLengthPlugin(this.config));
    this.middlewareStack.use(getHostHeaderPlugin(this.config));
    this.middlewareStack.use(getLoggerPlugin(this.config));
    this.middlewareStack.use(getRecursionDetectionPlugin(this.config));
    this.middlewareStack.use(clientSourcePlugin);
    this.middlewareStack.use(plainNumbersPlugin);
    this.middlewareStack.use(
      getHttpAuthSchemeEndpointRuleSetPlugin(this.config, {
        httpAuthSchemeParametersProvider: authParameters,
        identityProviderConfigProvider: async (config: NovaActClientResolvedConfig) =>
          new DefaultIdentityProviderConfig({ 'aws.auth#sigv4': config.credentials }),
      }),
    );
    this.middlewareStack.use(getHttpSigningPlugin(this.config));
  }
}
