import { createServer } from 'node:http';

/** Serves HTML on a free port of this machine, the same for every path. */
export async function servePage(html: string): Promise<ServedPage> {
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/`, close, [Symbol.asyncDispose]: close };
}

/** A page that a workflow can open. */
export interface ServedPage extends AsyncDisposable {
  readonly url: string;
  close(): Promise<void>;
}
