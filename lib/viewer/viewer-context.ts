import type { FastifyReply } from 'fastify';
import type { Html } from '../core/html.ts';
import type { Crumb } from './layout.ts';
import type { FormTokens } from './own-form.ts';
import type { ChangeFilter, RunPlace, ViewerPaths } from './paths.ts';
import type { RunSource } from './run-source.ts';

/** What the routes of all pages work with. */
export interface ViewerContext {
  readonly source: RunSource;
  readonly paths: ViewerPaths;
  /** What only our own forms have in them. */
  readonly formTokens: FormTokens;
  readonly send: (reply: FastifyReply, page: ViewerPage) => FastifyReply;
  /** A page that says that there is no such thing. */
  readonly missing: (reply: FastifyReply, what: string) => FastifyReply;
  /** The path to what is below a place. */
  readonly above: (place: Partial<RunPlace>) => readonly Crumb[];
}

/** A page of the viewer, but for what all have. */
export interface ViewerPage {
  readonly title: string;
  readonly crumbs: readonly Crumb[];
  readonly main: Html;
  /** Of what it wants to hear; `undefined` for a page that stays as it is. */
  readonly changes: ChangeFilter | undefined;
}
