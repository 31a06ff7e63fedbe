import { AgentRedirectError } from '../errors.ts';
import type { BrowserAction } from '../types.ts';
import type { ActionContext } from './action-context.ts';
import { checkToggled } from './check-toggled.ts';
import { optionList } from './option-list.ts';
import { type Reached, reach } from './reach.ts';
import { openedOptions } from './select-option.ts';

/** Clicks the centre of a box, unless the click would open something that only the browser's own windows show. */
export async function agentClick(action: Click, context: ActionContext): Promise<void> {
  const { page } = context;
  const reached = await reach(context, { box: action.box });
  const { center } = reached.box;
  const advice = await adviceInsteadOfClick(reached, context);
  if (advice !== undefined) throw new AgentRedirectError(advice);
  context.signal.throwIfAborted();
  context.choosers.forget(page);
  const click = (): Promise<void> => page.mouse.click(center.x, center.y, MOUSE[action.clickType]);
  if (action.clickType === 'left' && /^(checkbox|radio)$/.test(reached.facts.type))
    return checkToggled(reached, context, click);
  const chooser = await context.choosers.during(context.session, click);
  if (chooser === undefined) return;
  context.choosers.keep(chooser);
  throw new AgentRedirectError(FILE_ADVICE);
}

type Click = Extract<BrowserAction, { name: 'agentClick' }>;

const MOUSE = {
  left: { button: 'left', clickCount: 1 },
  'left-double': { button: 'left', clickCount: 2 },
  right: { button: 'right', clickCount: 1 },
} as const;

const FILE_ADVICE =
  'This element opens a file chooser, which cannot be clicked. To upload a file, use agentType on it with the path of the file.';

/** What to do instead of clicking an element; undefined when it can be clicked. */
async function adviceInsteadOfClick(reached: Reached, context: ActionContext): Promise<string | undefined> {
  const { facts } = reached;
  if (facts.tag === 'select') {
    const options = facts.options.length > 1 ? facts.options : await openedOptions(reached, context);
    return `This is a select list; clicking cannot choose from it. Use agentType on it with one of these options: ${optionList(options)}`;
  }
  if (facts.tag !== 'input') return undefined;
  switch (facts.type) {
    case 'color':
      return 'This is a colour input; clicking cannot choose a colour. Use agentType on it with a colour in the form #RRGGBB.';
    case 'range':
      return `This is a slider; clicking does not set it exactly. Use agentType on it with a number from ${facts.min || '0'} to ${facts.max || '100'}.`;
    case 'file':
      return FILE_ADVICE;
    default:
      return undefined;
  }
}
