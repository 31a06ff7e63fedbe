import type { TraceCall } from '../contract/act-trace.ts';
import { type Html, html } from '../core/html.ts';
import { boxTextOf } from './call-boxes.ts';
import { renderLink } from './link.ts';
import { printed } from './parts.ts';

/** What the agent asked for, as a person would say it. */
export function callInWords(call: TraceCall): Html {
  const { name, kwargs } = call;
  // What could not be read has its arguments as they came.
  const isAction = !call.is_tool && !('input' in kwargs) && Object.hasOwn(WORDS, name);
  const say = isAction ? WORDS[name] : undefined;
  if (Object.hasOwn(TO_PEOPLE, name)) return html`${verb(TO_PEOPLE[name] ?? name)} ${value(kwargs.message)}`;
  if (say !== undefined) return html`${say(kwargs)}${renderBox(call)}`;
  const given = Object.entries(kwargs);
  const what = call.is_tool ? 'Use the tool' : 'Ask for';
  return html`${verb(what)} <code>${name}</code>${given.length > 0 && html` with ${value(call.is_tool ? kwargs : (kwargs.input ?? kwargs))}`}`;
}

type Words = (kwargs: TraceCall['kwargs']) => Html;

const CLICKS: Readonly<Record<string, string>> = { 'left-double': 'Double-click', right: 'Right-click' };

const giveUp: Words = (kwargs) => html`${verb('Give up')} ${value(kwargs.value)}`;

/** The actions of the browser. */
const WORDS: Readonly<Record<string, Words>> = {
  agentClick: ({ click_type }) => verb(CLICKS[String(click_type)] ?? 'Click'),
  agentHover: () => verb('Point at'),
  agentType: ({ value: text, pressEnter }) =>
    html`${verb('Type')} ${value(text)}${pressEnter === true && ', then Enter,'}`,
  agentScroll: ({ direction, distancePx }) =>
    html`${verb(`Scroll ${direction}`)}${typeof distancePx === 'number' && ` by ${distancePx} px`}`,
  goToUrl: ({ url }) => html`${verb('Go to')} ${typeof url === 'string' && renderLink(url)}`,
  wait: ({ seconds }) => verb(`Wait ${seconds} s`),
  think: ({ value: thought }) => html`<span class="thought">${String(thought)}</span>`,
  return: ({ value: answer }) => html`${verb('Return')} <code class="string">${printed(answer)}</code>`,
  throw: giveUp,
  throwAgentError: giveUp,
  waitForPageToSettle: () => verb('Wait until the page is still'),
  takeObservation: () => verb('Look at the page'),
};

/** Tools that ask people. */
const TO_PEOPLE: Readonly<Record<string, string>> = {
  human_Approve: 'Ask a person to approve',
  human_UiTakeover: 'Ask a person to take over',
};

function verb(words: string): Html {
  return html`<span class="call">${words}</span>`;
}

function value(given: unknown): Html {
  const text = JSON.stringify(given, null, typeof given === 'object' ? 2 : undefined) ?? String(given);
  return html`<code class="${typeof given === 'string' ? 'string' : 'value'}">${text}</code>`;
}

/** Where it is in the picture, the box with the number of the line says; here are the model's own numbers. */
function renderBox(call: TraceCall): Html | undefined {
  const text = boxTextOf(call);
  if (text === undefined) return undefined;
  return html` <span class="box" title="${text}">${text.replace(/<\/?b?box>/g, '').replace(/,\s*/g, ' ')}</span>`;
}
