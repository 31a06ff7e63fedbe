import { type CheckOutcome, lacking, ok, warning } from '../outcome.ts';

/** Whether workflows on this machine have a browser. */
export function browserRule(facts: BrowserFacts): CheckOutcome {
  const { executablePath, problem, isRemote, isRoot, install } = facts;
  if (executablePath === undefined) {
    const found = problem ?? 'none found';
    // The sessions of AgentCore Browser are elsewhere.
    return isRemote
      ? warning(`${found}; runs use AgentCore Browser (NOVA_ACT_BROWSER)`)
      : lacking(found, ...install);
  }
  return ok(
    isRoot ? `${executablePath}, without its sandbox (--no-sandbox), because this is root` : executablePath,
  );
}

/** What was found of a browser. */
export interface BrowserFacts {
  readonly executablePath: string | undefined;
  /** Why there is none, without what to do. */
  readonly problem?: string | undefined;
  /** Whether runs are told to use AgentCore Browser. */
  readonly isRemote: boolean;
  readonly isRoot: boolean;
  /** Commands that get one. */
  readonly install: readonly string[];
}
