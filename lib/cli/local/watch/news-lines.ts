import path from 'node:path';
import { formatDuration } from '../../../core/format-duration.ts';
import type { LocalWatchNews } from '../../../local/watch/local-watch.ts';
import type { TypeProblem } from '../../../local/watch/types/read-type-errors.ts';
import type { TypedWorkflow, TypeNews } from '../../../local/watch/types/type-news.ts';

/** What is said when files were saved, without the last line feed. */
export function newsLines(news: LocalWatchNews, projectRoot: string): string {
  switch (news.kind) {
    case 'live':
      return `${news.name} is live as version ${news.version} (${formatDuration(news.tookMs)})${checking(news.isCheckingTypes)}`;
    case 'same':
      return `${news.name} has the same code: version ${news.version} stays live (${formatDuration(news.tookMs)})${checking(news.isCheckingTypes)}`;
    case 'checking':
      return `${news.name} version ${news.version} stays live${checking(true)}`;
    case 'broken':
      return `${news.problem}\n${stays(news)}`;
    case 'unchecked':
      return `Types are not checked: ${news.reason}.`;
    case 'types':
      return typeLines(news.news, projectRoot);
  }
}

/** What is said behind the line of a version whose types are checked next: it may take a while. */
export function checking(isChecking: boolean): string {
  return isChecking ? '; checking types …' : '';
}

function stays({ name, version }: { readonly name: string; readonly version: string | undefined }): string {
  return version === undefined ? `${name} is not live.` : `${name} version ${version} stays live.`;
}

function typeLines(news: TypeNews, projectRoot: string): string {
  const isOne = news.workflows.length === 1;
  switch (news.kind) {
    case 'wrong': {
      return [
        `${withVersions(news.workflows)} ${isOne ? 'is live, but has' : 'are live, but have'} type errors:`,
        ...typeErrorLines(news.errors, projectRoot),
      ].join('\n');
    }
    case 'mended':
      return `${withVersions(news.workflows)} ${isOne ? 'has' : 'have'} no type errors any more.`;
    case 'right':
      return `${withVersions(news.workflows)} ${isOne ? 'has' : 'have'} no type errors (checked in ${formatDuration(news.tookMs)}).`;
  }
}

/** A line for each error with its place, the first ones of many. */
export function typeErrorLines(errors: readonly TypeProblem[], projectRoot: string): readonly string[] {
  const lines = errors.slice(0, SHOWN_ERRORS).map((error) => problemLines(error, projectRoot));
  const more = errors.length - SHOWN_ERRORS;
  return [...lines, ...(more > 0 ? [`  … and ${more} more`] : [])];
}

const SHOWN_ERRORS = 20;

function withVersions(workflows: readonly TypedWorkflow[]): string {
  return workflows.map(({ name, version }) => `${name} version ${version}`).join(', ');
}

function problemLines({ file = '', line, column, code, message }: TypeProblem, projectRoot: string): string {
  const place = `${path.relative(projectRoot, file)}:${line}:${column}`;
  return `  ${place}: ${message.replaceAll('\n', '\n  ')} (${code})`;
}
