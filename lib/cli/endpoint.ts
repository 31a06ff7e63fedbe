type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The endpoint that the environment sets for a service, as AWS clients look for it: the variable of the service, then
 * the one of all services.
 *
 * @param service the service id in capitals, such as `BEDROCK_AGENTCORE`
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function configuredEndpoint(environment: Environment, service: string): string | undefined {
  if (environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined;
  return environment[`AWS_ENDPOINT_URL_${service}`] || environment.AWS_ENDPOINT_URL || undefined;
}
