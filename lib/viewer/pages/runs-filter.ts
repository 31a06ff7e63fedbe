import { type Html, html } from '../../core/html.ts';
import type { Problem } from '../../core/problems.ts';
import type { AskedRuns } from '../asked-runs.ts';
import { localTimeField, localTimeZone, readLocalTime } from '../local-time.ts';
import { MAX_LENGTH_OF_TEXT, STATUSES_OF_RUNS, WITHIN_MS } from '../read-run-query.ts';

/** The form that says which runs a list has. It works without script: its address is what is asked for. */
export function runsFilter(options: {
  readonly asked: AskedRuns;
  /** What the text is looked for in. */
  readonly searched: string;
  /** That can be chosen; absent on the page of one. */
  readonly workflows?: readonly string[] | undefined;
  /** The address of all runs of this list. */
  readonly action: string;
}): Html {
  const { asked, searched, workflows, action } = options;
  return html`<form class="filter" method="get" action="${action}" role="search" aria-label="Runs">
<label class="wide">Text <input type="search" name="text" value="${asked.text ?? ''}" placeholder="${searched}" maxlength="${MAX_LENGTH_OF_TEXT}"></label>
${select({ label: 'Status', name: 'status', chosen: asked.status, any: 'any', choices: STATUSES_OF_RUNS.map((status) => [status, status.replaceAll('_', ' ').toLowerCase()]) })}
${workflows && select({ label: 'Workflow', name: 'workflow', chosen: asked.workflow, any: 'all', choices: workflows.map((name) => [name, name]) })}
${select({ label: 'Started', name: 'within', chosen: asked.within, any: 'at any time', choices: Object.keys(WITHIN_MS).map((word) => [word, `in the last ${word}`]) })}
<div class="row">${timeField('From', 'since', asked.since)}
${timeField('Until', 'until', asked.until)}
<span class="do"><button class="button">Filter</button> <a class="button" href="${action}">Show all</a></span>
<p class="muted note">Times are those of this machine (${localTimeZone()}).</p></div>
</form>`;
}

/** What of an address could not be understood. */
export function runsFilterProblems(problems: readonly Problem[]): Html {
  return html`<div class="outcome bad" role="alert"><p><strong class="bad">Nothing is shown, because this address asks for what cannot be understood</strong></p>
<ul class="problems">${problems.map(
    ({ where, what, got, allowed, fix }) =>
      html`<li><strong>${where}</strong> ${what}: ${got}. Allowed: ${allowed}. <em>${fix.charAt(0).toUpperCase()}${fix.slice(1)}</em></li>`,
  )}</ul></div>`;
}

function select(field: {
  readonly label: string;
  readonly name: string;
  readonly chosen: string | undefined;
  readonly any: string;
  readonly choices: readonly (readonly [value: string, label: string])[];
}): Html {
  const { label, name, chosen, any, choices } = field;
  return html`<label>${label} <select name="${name}"><option value="">${any}</option>${choices.map(
    ([value, words]) =>
      value === chosen
        ? html`<option value="${value}" selected>${words}</option>`
        : html`<option value="${value}">${words}</option>`,
  )}</select></label>`;
}

/** A time of another zone is shown as one of this machine. */
function timeField(label: string, name: string, asked: string | undefined): Html {
  const time = asked === undefined ? undefined : readLocalTime(asked);
  return html`<label class="time">${label} <input type="datetime-local" name="${name}" step="1" value="${time === undefined ? '' : localTimeField(time)}"></label>`;
}
