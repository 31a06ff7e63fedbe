import type { Browser } from 'playwright-core';

/** The browser's own user agent without the mark of headless mode and with the agent's name. */
export async function agentUserAgent(browser: Browser): Promise<string> {
  const session = await browser.newBrowserCDPSession();
  try {
    const { userAgent } = await session.send('Browser.getVersion');
    return withAgentName(userAgent);
  } finally {
    await session.detach();
  }
}

/** Web sites can tell by this name that an agent visits them. */
const AGENT_NAME = 'Agent-NovaAct/0.9';

function withAgentName(userAgent: string): string {
  return `${userAgent.replace('HeadlessChrome/', 'Chrome/')} ${AGENT_NAME}`;
}
