import { type SessionTools, toolsByName } from './session-tools.ts';
import type { OpenToolSource, Tool, ToolSourceContext } from './tool.ts';

/**
 * Opens the sources of a session's tools, all at the same time. When one of them fails, the others are given up.
 *
 * @throws ValidationFailed when the tools cannot be used together, or what a source has thrown; no source is open then
 */
export async function openTools(tools: SessionTools, context: ToolSourceContext): Promise<OpenTools> {
  const failure = new AbortController();
  const signal = AbortSignal.any([context.signal, failure.signal]);
  const opening = tools.sources.map(async (source) => {
    try {
      return await source.open({ ...context, signal });
    } catch (error) {
      failure.abort(error);
      throw error;
    }
  });
  const ends = await Promise.allSettled(opening);
  const opened = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  const close = (): Promise<void> => closeAll(opened);
  try {
    signal.throwIfAborted();
    return { byName: toolsByName([{ tools: tools.own }, ...opened], tools.human), close };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

/** The tools of a session while it is open. */
export interface OpenTools {
  readonly byName: ReadonlyMap<string, Tool>;
  /** Closes the sources. Called once. */
  close(): Promise<void>;
}

/** Closes each, whatever becomes of the others. @throws what the first of them throws */
async function closeAll(opened: readonly OpenToolSource[]): Promise<void> {
  const ends = await Promise.allSettled(opened.map(async (source) => await source.close()));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
