import type { AddressInfo } from 'node:net';
import { OpenedTraces } from './opened-traces.ts';
import { traceViewerApp } from './trace-viewer-app.ts';

/**
 * Playwright's own viewer of traces, on a port of its own, which makes it another origin than the pages that show runs: it
 * shows what pages of the web were like, and must reach nothing else. It starts with the first trace that is opened.
 */
export class TraceViewer {
  readonly #traces = new OpenedTraces();
  #server: Promise<StartedViewer> | undefined;
  #isClosed = false;

  /**
   * Makes a trace one that can be looked at, until the viewer is closed or many others have been opened.
   *
   * @param bytes the whole file
   * @returns the address of its page
   * @throws TraceViewerMissingError when Playwright's viewer is not there
   */
  async open(bytes: Uint8Array): Promise<string> {
    if (this.#isClosed) throw new Error('The viewer of traces is closed.');
    this.#server ??= start(this.#traces);
    try {
      const { pageUrl } = await this.#server;
      return pageUrl(this.#traces.add(bytes));
    } catch (error) {
      // Another attempt may find what was missing.
      this.#server = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#traces.clear();
    const started = await this.#server?.catch(() => undefined);
    await started?.close();
  }
}

interface StartedViewer {
  readonly pageUrl: (token: string) => string;
  readonly close: () => Promise<void>;
}

async function start(traces: OpenedTraces): Promise<StartedViewer> {
  const { app, pageOf } = await traceViewerApp(traces);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    pageUrl: (token) => `http://127.0.0.1:${port}${pageOf(token)}`,
    close: () => app.close(),
  };
}
