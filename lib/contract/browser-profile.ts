/**
 * The id of a profile of AgentCore Browser: its name, and what the service appends.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetBrowserProfile.html
 */
export const BROWSER_PROFILE_ID = /^[a-zA-Z][a-zA-Z0-9_]{0,47}-[a-zA-Z0-9]{10}$/;
