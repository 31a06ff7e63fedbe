import type { HumanRequestKind } from '../../contract/progress.ts';
import { HUMAN_TOOL } from '../../contract/protocol.ts';
import type { Tool } from '../act/tool.ts';
import { ActAgentFailed } from '../errors.ts';
import { compileSchema } from '../schema/output-schema.ts';
import type { Human } from './human.ts';

/** What the agent is told that it can ask people for: the tools whose callback is given. */
export function humanTools(human: Human | undefined): readonly HumanTool[] {
  return KINDS.filter((kind) => human?.[kind] !== undefined).map((kind) => {
    const { descriptions } = human ?? {};
    const own = WORDS[kind];
    const message = descriptions?.[`${kind}Message`] ?? own.message;
    return {
      asks: kind,
      name: HUMAN_TOOL[kind],
      description: descriptions?.[kind] ?? own.description,
      input: compileSchema({
        type: 'object',
        properties: { message: { type: 'string', description: message } },
        required: ['message'],
      }),
      run: () => undefined,
    };
  });
}

/** A tool whose answer a person gives. */
export interface HumanTool extends Tool {
  readonly asks: HumanRequestKind;
}

/** Whether a person gives the answer of a tool. */
export function isHumanTool(tool: Tool): tool is HumanTool {
  return 'asks' in tool;
}

/** Why a call of a tool that asks people must end the act: nobody can be asked. `undefined` for any other tool. */
export function missingHuman(toolName: string): ActAgentFailed | undefined {
  const kind = KINDS.find((known) => HUMAN_TOOL[known] === toolName);
  if (kind === undefined) return undefined;
  return new ActAgentFailed(
    `The agent asked for a person (${toolName}), and nobody can be asked: the session has no human.${kind}. ` +
      `Pass human: { ${kind} } to NovaAct.start or to the workflow, or write a prompt that needs nobody.`,
  );
}

/** In the order in which the Python SDK offers them. */
const KINDS = ['takeOver', 'approve'] as const;

const WORDS = {
  approve: {
    description:
      'Asks a person whether you may do something, and waits for the answer. Use it before a step that the task allows only with the consent of a person, such as paying, sending or deleting something. It returns "yes" when the person agrees.',
    message: 'What you want to do, so that the person can decide without knowing the task.',
  },
  takeOver: {
    description:
      'Asks a person to do something in the browser that you cannot or must not do yourself, such as signing in, solving a CAPTCHA or entering payment data, and waits until it is done. It returns "complete" when the person has done it; the page may have changed.',
    message: 'What the person should do in the browser, so that it can be done without knowing the task.',
  },
} as const;
