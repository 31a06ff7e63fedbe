import { WebSocket } from 'ws';

/** A person's page, as far as its connection goes. */
export interface PageClient {
  readonly said: readonly PageNews[];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly socket: WebSocket;
  send(message: unknown): void;
  /** The first thing that it is told that is so, now or later; fails after 5 s. */
  until(is: (news: PageNews) => boolean): Promise<PageNews>;
  /** Why it ended. */
  end(): Promise<string>;
  close(): void;
}

export type PageNews = Readonly<Record<string, unknown>>;

/** Connects, and says hello if it is to. @throws when it is refused */
export async function connectPage(
  url: string,
  {
    hello,
    headers = {},
  }: { readonly hello?: object | undefined; readonly headers?: Record<string, string> } = {},
): Promise<PageClient> {
  const socket = new WebSocket(url, { headers });
  const said: PageNews[] = [];
  const listeners = new Set<() => void>();
  socket.on('message', (data) => {
    said.push(JSON.parse(String(data)));
    for (const listener of listeners) listener();
  });
  const closed: PageClient['closed'] = new Promise((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).on('error', reject));
  const send = (message: unknown): void =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const until: PageClient['until'] = (is) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = said.find(is);
        if (found === undefined) return;
        clearTimeout(timer);
        listeners.delete(look);
        resolve(found);
      };
      const timer = setTimeout(
        () => reject(new Error(`not said: ${JSON.stringify(said).slice(0, 500)}`)),
        5000,
      );
      listeners.add(look);
      look();
    });
  if (hello !== undefined) send({ novaActTakeOver: hello });
  return {
    ...{ said, closed, socket, send, until },
    end: async () => String((await until(({ type }) => type === 'end')).reason),
    close: () => socket.close(),
  };
}
