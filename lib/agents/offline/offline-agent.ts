import type { Agent } from '../agent.ts';
import { decide } from './decide.ts';

/**
 * The agent of local AWS unless it is given another: rules that read the DOM. It understands the sentences of
 * `docs/local-aws.md`, refuses all others, and never passes for Nova Act.
 */
export const offlineAgent: Agent = {
  name: 'nova-act-offline',
  decide: async (input) => {
    const { simplifiedDOM, activeURL } = input.observation;
    // A blank page has no DOM, and nothing to read: the agent may still go somewhere from there.
    const canSee = simplifiedDOM !== '' || activeURL === 'about:blank';
    return canSee ? decide(input) : [{ name: 'throw', input: [NO_DOM] }];
  },
};

const NO_DOM =
  'The offline agent of local AWS reads the DOM of the page, and this client does not send it. Turn it on with the ' +
  'option replayable of NovaAct or the environment variable NOVA_ACT_REPLAYABLE=1.';
