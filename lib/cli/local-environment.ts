/** The environment that makes AWS clients, ours and others', talk to local AWS. */
export function localEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_NOVA_ACT: url,
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: url,
    AWS_REGION: 'us-east-1',
    // The name that Python and other older clients read.
    AWS_DEFAULT_REGION: 'us-east-1',
    // Requests must be signed; local AWS does not check by whom.
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}
