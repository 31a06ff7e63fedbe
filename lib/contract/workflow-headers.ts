import { CUSTOM_HEADER_PREFIX } from './headers.ts';

/**
 * Whether AgentCore hands a header on to the workflow when the runtime lists it. Those of HTTP itself and of AWS it never
 * hands on.
 *
 * @param header in lower case
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-header-allowlist.html
 */
export function canReachWorkflow(header: string): boolean {
  if (header.startsWith(CUSTOM_HEADER_PREFIX)) return true;
  return !/^x-amzn?-/.test(header) && !OF_HTTP.has(header);
}

const OF_HTTP: ReadonlySet<string> = new Set(
  `proxy-authorization www-authenticate
  accept accept-charset accept-encoding accept-language
  content-type content-length content-encoding content-language content-location content-range
  cache-control etag expires if-match if-modified-since if-none-match if-range if-unmodified-since last-modified pragma vary
  connection keep-alive proxy-connection upgrade
  host user-agent referer from
  range accept-ranges transfer-encoding te trailer
  server date location retry-after
  set-cookie cookie
  content-security-policy content-security-policy-report-only strict-transport-security x-content-type-options x-frame-options
  x-xss-protection referrer-policy permissions-policy
  cross-origin-embedder-policy cross-origin-opener-policy cross-origin-resource-policy
  access-control-allow-origin access-control-allow-methods access-control-allow-headers access-control-allow-credentials
  access-control-expose-headers access-control-max-age access-control-request-method access-control-request-headers origin
  accept-ch accept-ch-lifetime dpr width viewport-width downlink ect rtt save-data
  clear-site-data feature-policy expect-ct public-key-pins public-key-pins-report-only
  via forwarded x-forwarded-for x-forwarded-host x-forwarded-proto x-real-ip x-requested-with x-csrf-token
  true-client-ip x-client-ip x-cluster-client-ip x-originating-ip x-source-ip x-original-url x-original-host x-rewrite-url
  cf-ray cf-connecting-ip x-cache x-served-by
  link
  sec-websocket-key sec-websocket-accept sec-websocket-version sec-websocket-protocol sec-websocket-extensions`.split(
    /\s+/,
  ),
);
