import type { AgentCall, AgentStep } from '../../../lib/agents/agent.ts';
import {
  type Actuator,
  createActuator,
  decodeCall,
  localBrowser,
  type Observation,
  type OpenBrowser,
} from '../../../lib/browser/index.ts';
import { schemaSuffix, splitTask } from '../../../lib/contract/task.ts';
import { decideDeeds as decide } from './decide-deeds.ts';

/** How a task ended, and what was done on the way. */
export type Ending = {
  readonly returned: string | null;
  readonly thrown: string | null;
  /** Calls that acted on the page, in order. */
  readonly actions: readonly AgentCall[];
  readonly steps: readonly AgentStep[];
};

const QUIET = new Set(['think', 'waitForPageToSettle', 'takeObservation', 'return', 'throw']);

/** A browser that carries out what the agent decides. */
export class Driver implements AsyncDisposable {
  readonly actuator: Actuator;
  readonly #browser: OpenBrowser;

  private constructor(browser: OpenBrowser) {
    this.#browser = browser;
    this.actuator = createActuator({ browser, captureDom: true });
  }

  static async open(): Promise<Driver> {
    return new Driver(await localBrowser().open());
  }

  async show(html: string): Promise<void> {
    await this.actuator.page().goto('about:blank');
    await this.actuator.page().setContent(html);
  }

  /** What the agent sees of the page right now. */
  async look(): Promise<Observation> {
    await this.actuator.settle();
    return await this.actuator.observe();
  }

  /** @param seen What was seen of the page before, when nothing was done since. */
  async run(prompt: string, schema?: unknown, seen?: Observation): Promise<Ending> {
    const task = splitTask(schema === undefined ? prompt : prompt + schemaSuffix(schema));
    const steps: AgentStep[] = [];
    let observation = seen ?? (await this.look());
    for (;;) {
      const calls = decide({ ...task, steps, observation });
      const last = calls.at(-1);
      if (last === undefined || steps.length > 100) throw new Error('The agent neither acts nor ends.');
      if (last.name === 'return') return ending(steps, String(last.input[0]), null);
      if (last.name === 'throw') return ending(steps, null, String(last.input[0]));
      const results: (string | null)[] = [];
      for (const call of calls) {
        const result = await this.#perform(call);
        results.push(result.text);
        if (result.observation !== null) observation = result.observation;
      }
      steps.push({ calls, results });
    }
  }

  async #perform(
    call: AgentCall,
  ): Promise<{ readonly text: string; readonly observation: Observation | null }> {
    const decoded = decodeCall({ callId: 'call', name: call.name, input: call.input });
    if (decoded.type !== 'action')
      throw new Error(`The agent made a call that is no action: ${JSON.stringify(decoded)}`);
    if (call.name === 'takeObservation') return { text: 'null', observation: await this.actuator.observe() };
    try {
      await this.actuator.perform(decoded.action);
      return { text: 'null', observation: null };
    } catch (error) {
      if (error instanceof Error && error.name === 'AgentRedirectError') {
        return { text: `${error.name}: ${error.message}`, observation: null };
      }
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

function ending(steps: readonly AgentStep[], returned: string | null, thrown: string | null): Ending {
  const actions = steps.flatMap(({ calls }) => calls.filter(({ name }) => !QUIET.has(name)));
  return { returned, thrown, actions, steps };
}
