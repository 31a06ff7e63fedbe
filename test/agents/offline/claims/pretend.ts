import type { AgentCall, AgentStep } from '../../../../lib/agents/agent.ts';
import { schemaSuffix, splitTask } from '../../../../lib/contract/task.ts';
import { decideDeeds as decide } from '../decide-deeds.ts';
import { observeHtml } from '../observe-html.ts';

/** What the agent did to which elements (by `id`), and how it ended. */
export type Outcome = {
  /** Such as `click save`, `double-click row`, `type email=ada@example.com`. */
  readonly deeds: readonly string[];
  readonly returned: string | null;
  readonly thrown: string | null;
};

/**
 * Plays a task on a page without a browser: typing, choosing and ticking change the HTML as a browser would, and
 * clicks change nothing else.
 */
export function pretend(page: string, prompt: string, schema?: unknown): Outcome {
  const task = splitTask(schema === undefined ? prompt : prompt + schemaSuffix(schema));
  const steps: AgentStep[] = [];
  const deeds: string[] = [];
  for (let html = page; steps.length < 30; ) {
    const calls = decide({ ...task, steps, observation: observeHtml(html, { step: 2 }) });
    const last = calls.at(-1);
    if (last?.name === 'return') return { deeds, returned: String(last.input[0]), thrown: null };
    if (last?.name === 'throw') return { deeds, returned: null, thrown: String(last.input[0]) };
    for (const call of calls) html = carryOut(call, html, deeds);
    steps.push({ calls, results: calls.map(() => 'null') });
  }
  throw new Error(`It neither acts nor ends: ${prompt}`);
}

const TAG = /<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g;

/** In `observeHtml` the n-th tag lies at 2n px; html and body come first. */
function carryOut(call: AgentCall, html: string, deeds: string[]): string {
  const input = Array.isArray(call.input) ? call.input.map(String) : [];
  const box = input.find((text) => text.startsWith('<box>'));
  if (box === undefined || call.name === 'agentScroll') {
    if (call.name === 'goToUrl') deeds.push(`go ${input[0]}`);
    if (call.name === 'agentScroll') deeds.push(`scroll ${input[0]}`);
    return html;
  }
  const at = Math.round(Number(box.slice(5).split(',')[0]) / 2) - 3;
  const [whole = '', tag = '', attributes = ''] = [...html.matchAll(TAG)][at] ?? [];
  const id = /\bid="([^"]*)"/.exec(attributes)?.[1] ?? `<${tag}>`;
  const value = input[0] ?? '';
  if (call.name === 'agentClick') deeds.push(`${CLICKS[input[1] ?? ''] ?? 'click'} ${id}`);
  else if (call.name === 'agentHover') deeds.push(`hover ${id}`);
  else deeds.push(`type ${id}=${value}${input[2] === 'true' ? '⏎' : ''}`);
  const from = [...html.matchAll(TAG)][at]?.index ?? 0;
  const before = html.slice(0, from);
  const after = html.slice(from + whole.length);
  if (call.name === 'agentType') return before + typed(whole, tag, value, after);
  return before + (call.name === 'agentClick' ? ticked(whole) : whole) + after;
}

const CLICKS: Readonly<Record<string, string>> = { 'left-double': 'double-click', right: 'right-click' };

function typed(open: string, tag: string, value: string, after: string): string {
  if (tag === 'textarea') return open + value + after.slice(after.indexOf('</textarea>'));
  if (tag !== 'select') return `${open.replace(/ value="[^"]*"/, '').slice(0, -1)} value="${value}">${after}`;
  const end = after.indexOf('</select>');
  const options = after
    .slice(0, end)
    .replaceAll(' selected', '')
    .replace(`>${value}<`, ` selected>${value}<`);
  return open + options + after.slice(end);
}

function ticked(open: string): string {
  if (/type="(?:checkbox|radio)"/.test(open))
    return open.includes(' checked') ? open.replace(' checked', '') : `${open.slice(0, -1)} checked>`;
  return open.replace(
    /aria-(checked|pressed)="(true|false)"/,
    (_, name: string, on: string) => `aria-${name}="${on === 'true' ? 'false' : 'true'}"`,
  );
}
