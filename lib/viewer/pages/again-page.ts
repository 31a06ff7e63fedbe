import { MAX_JSON_DEPTH } from '../../contract/limits.ts';
import { boundedValue, isNestedDeeper, lossesIn } from '../../contract/recorded-value.ts';
import { type Html, html } from '../../core/html.ts';
import { countOf, shortId } from '../../report/format.ts';
import { TOKEN_FIELD } from '../own-form.ts';
import type { InvocationOfDefinition } from '../view-model.ts';

/** The form that starts an invocation again, with its payload as text that can be edited. */
export function againPage(options: {
  readonly requestId: string;
  readonly found: InvocationOfDefinition;
  /** What was sent and not taken, and why. @default - the payload on record */
  readonly refused?: { readonly text: string; readonly why: string } | undefined;
  readonly token: string;
  /** Where the form goes. */
  readonly action: string;
  /** The page of the invocation. */
  readonly back: string;
}): Html {
  const { requestId, found, refused, token, action, back } = options;
  const { definitionName, invocation } = found;
  const text = refused?.text ?? payloadText(invocation.record.payload);
  return html`<h1>Start invocation ${shortId(requestId)} again</h1>
<p class="muted">It runs “${definitionName}” as it is deployed now, in a new session, with this payload. Nobody waits for the answer: its page shows what happens.</p>
${
  refused
    ? html`<div class="outcome bad" id="refused" role="alert"><h3>Nothing was started</h3><pre>${refused.why}</pre></div>`
    : renderLosses(invocation.record.payload)
}
<form class="again" method="post" action="${action}">
<input type="hidden" name="${TOKEN_FIELD}" value="${token}" autocomplete="off">
<label for="payload">Payload, as JSON</label>
<textarea class="mono" id="payload" name="${PAYLOAD_FIELD}" rows="${rowsFor(text)}" spellcheck="false" autocomplete="off" autocapitalize="off"${refused && html` aria-invalid="true" aria-describedby="refused"`} autofocus>
${text}</textarea>
<p class="buttons"><button class="button main" type="submit">Start</button><a class="button" href="${back}">Back to the invocation</a></p>
</form>`;
}

/** The field with the payload. */
export const PAYLOAD_FIELD = 'payload';

/**
 * The payload that a form has brought; an error in words when it cannot be started with. Marks of what was taken out of a record
 * would be sent as if they were the values. Pure.
 */
export function payloadInForm(text: string): { readonly payload: unknown } | { readonly why: string } {
  let payload: unknown;
  try {
    payload = JSON.parse(text);
  } catch (error) {
    return {
      why: `The payload is not JSON: ${error instanceof Error ? error.message : String(error)}. Texts and names of members stand in double quotes, and nothing follows the last member but its bracket; {} is a payload without members.`,
    };
  }
  if (isNestedDeeper(payload, MAX_JSON_DEPTH))
    return { why: `The payload is nested more than ${MAX_JSON_DEPTH} levels deep. Send flatter JSON.` };
  const losses = lossesIn(payload);
  if (losses.length === 0) return { payload };
  return {
    why: `The payload still has marks in place of what is not on record: ${listed(losses)}. Put the values there, or take these members out.`,
  };
}

/** How the payload on record is laid out for editing. */
function payloadText(payload: unknown): string {
  if (payload === undefined) return '{}';
  return JSON.stringify(isNestedDeeper(payload, MAX_JSON_DEPTH) ? boundedValue(payload) : payload, null, 2);
}

function renderLosses(payload: unknown): Html | undefined {
  if (payload === undefined) {
    return html`<div class="outcome late"><h3>The payload is not on record</h3><p>What it was called with is to be written here.</p></div>`;
  }
  const losses = lossesIn(payload);
  if (losses.length === 0) return undefined;
  return html`<div class="outcome late"><h3>Not all of the payload is on record</h3><p>${listed(losses)}. Records keep no secrets, and only the beginning of what is large: put in what is missing before you start it.</p></div>`;
}

function listed(losses: readonly string[]): string {
  const more = losses.length - MAX_LISTED;
  return `${losses.slice(0, MAX_LISTED).join(', ')}${more > 0 ? ` and ${countOf(more, 'other')}` : ''}`;
}

const MAX_LISTED = 8;

/** Small payloads are seen at a glance, and large ones leave room for the button. */
function rowsFor(text: string): number {
  return Math.min(28, Math.max(6, text.split('\n', 30).length + 1));
}
