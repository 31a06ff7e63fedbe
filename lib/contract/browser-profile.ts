/**
 * How profiles of AgentCore Browser are called: names are chosen, ids are made of them by the service.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateBrowserProfile.html
 */
export const BROWSER_PROFILE = {
  name: /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/,
  id: /^[a-zA-Z][a-zA-Z0-9_]{0,47}-[a-zA-Z0-9]{10}$/,
} as const;
