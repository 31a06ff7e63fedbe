/** Configuration of the client: what a caller may set. */
import type {
  HostHeaderInputConfig,
  HostHeaderResolvedConfig,
  UserAgentInputConfig,
  UserAgentResolvedConfig,
} from '@aws-sdk/core/client';
import type { SmithyConfiguration } from '@smithy/core/client';
import type { RegionInputConfig, RegionResolvedConfig } from '@smithy/core/config';
import type { EndpointInputConfig, EndpointResolvedConfig } from '@smithy/core/endpoints';
import type { HttpHandlerUserInput } from '@smithy/core/protocols';
import type { RetryInputConfig, RetryResolvedConfig } from '@smithy/core/retry';
import type {
  BodyLengthCalculator,
  ClientProtocol,
  HttpHandlerOptions,
  HttpRequest,
  HttpResponse,
  Logger,
  Provider,
  SerdeFunctions,
  UrlParser,
} from '@smithy/types';
import type { AuthInputConfig } from './auth.ts';
import type { NovaActEndpointParameters } from './endpoint.ts';

/** Attempts per request, the first included. */
export const DEFAULT_MAX_ATTEMPTS = 2;
/** Time from sending a request to the head of its answer, in milliseconds, for each attempt. */
export const DEFAULT_REQUEST_TIMEOUT_MS = 60_000;

/** Options of the client besides those that every AWS client has. */
export interface NovaActClientDefaults {
  /** Transport, or options for the default one. Options are merged with the 60 s request timeout. */
  requestHandler?: HttpHandlerUserInput | undefined;
  /** Use IPv4/IPv6 host names. */
  useDualstackEndpoint?: boolean | Provider<boolean> | undefined;
  /** Use FIPS host names. */
  useFipsEndpoint?: boolean | Provider<boolean> | undefined;
  /** Profile of the shared configuration files, like AWS_PROFILE. */
  profile?: string | undefined;
  /** `standard` or `adaptive`; from the environment or profile when absent. */
  retryMode?: string | Provider<string> | undefined;
  /** Where the SDK logs; nothing by default. Sensitive members are left out. */
  logger?: Logger | undefined;
}

type InputConfig = Partial<SmithyConfiguration<HttpHandlerOptions>> &
  NovaActClientDefaults &
  UserAgentInputConfig &
  RetryInputConfig &
  RegionInputConfig &
  HostHeaderInputConfig &
  EndpointInputConfig<NovaActEndpointParameters> &
  AuthInputConfig;

/** What `new NovaActClient(…)` takes. All of it is optional. */
export interface NovaActClientConfig extends InputConfig {}

/** Parts of the resolved configuration that the commands rely on. */
export type NovaActResolvedParts = UserAgentResolvedConfig &
  RetryResolvedConfig &
  RegionResolvedConfig &
  HostHeaderResolvedConfig &
  EndpointResolvedConfig<NovaActEndpointParameters> &
  SerdeFunctions & {
    readonly bodyLengthChecker: BodyLengthCalculator;
    readonly disableHostPrefix: boolean;
    readonly urlParser: UrlParser;
    readonly protocol: ClientProtocol<HttpRequest, HttpResponse>;
  };
