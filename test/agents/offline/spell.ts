import type { Intent, Query, Target } from '../../../lib/agents/offline/language/intents.ts';

/** An intent on one short line, so that tables of prompts can be read. */
export function spell(intent: Intent): string {
  switch (intent.kind) {
    case 'goto':
      return `goto ${intent.url}`;
    case 'click':
      return `${intent.clickType === 'left' ? 'click' : intent.clickType} ${thing(intent.target)}`;
    case 'fill':
      return `fill ${thing(intent.target)} = ${intent.value}${intent.pressEnter ? ' ⏎' : ''}`;
    case 'search':
      return `search ${intent.value}`;
    case 'select':
      return `select ${thing(intent.option)}${intent.target === null ? '' : ` of ${thing(intent.target)}`}`;
    case 'check':
      return `${intent.checked ? 'check' : 'uncheck'} ${thing(intent.target)}`;
    case 'submit':
      return intent.target === null ? 'submit' : `submit ${thing(intent.target)}`;
    case 'scroll':
    case 'scroll-end':
      return `${intent.kind} ${intent.direction}`;
    case 'scroll-until':
      return `scroll-until ${intent.direction ?? 'any'} ${thing(intent.target)}`;
    case 'wait':
      return `wait ${intent.seconds}`;
    case 'hover':
    case 'wait-for':
      return `${intent.kind} ${thing(intent.target)}`;
    case 'verify':
      return `verify ${spellQuery(intent.query)}`;
    case 'query':
      return spellQuery(intent.query);
    default:
      return intent.kind;
  }
}

function spellQuery(query: Query): string {
  switch (query.kind) {
    case 'text':
    case 'count':
      return `${query.kind}? ${thing(query.target)}`;
    case 'exists':
      return `${query.negated ? 'no ' : ''}exists? ${thing(query.target)}`;
    case 'state':
      return `${query.state}? ${thing(query.target)}`;
    case 'value':
      return `value? ${query.attributes.join('+')}${query.of === null ? '' : ` of ${thing(query.of)}`}`;
    case 'collect': {
      const limit = query.limit === null ? '' : ` first ${query.limit}`;
      return `collect? ${query.attributes.join('+')} of ${query.noun}${limit}${query.within === null ? '' : ` in ${thing(query.within)}`}`;
    }
    default:
      return `${query.kind}?`;
  }
}

function thing(target: Target): string {
  const kind = target.role === null ? '' : `:${target.role}`;
  const order = target.ordinal === null ? '' : `#${target.ordinal}`;
  const extreme = target.extreme === null ? '' : `!${target.extreme.pick}-${target.extreme.of}`;
  const place = target.within === null ? '' : ` in ${thing(target.within)}`;
  return `[${target.text}${kind}${order}${extreme}]${place}`;
}
