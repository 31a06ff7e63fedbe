import type { TakeOverConnection } from './take-over-door.ts';

/** A WebSocket as the connection of a person's page. Make it before its next message can come. */
export function takeOverConnection(socket: PageSocket): TakeOverConnection {
  let isClosed = false;
  const onClosed = new Set<() => void>();
  socket.on('close', () => {
    isClosed = true;
    for (const listener of onClosed) listener();
    onClosed.clear();
  });
  return {
    send: (json) =>
      new Promise<void>((resolve) => {
        // A page that takes nothing is as good as gone.
        if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate();
        if (isClosed) return resolve();
        onClosed.add(resolve);
        socket.send(json, () => {
          onClosed.delete(resolve);
          resolve();
        });
      }),
    close: () => {
      socket.close();
      // A page that does not close it in return.
      setTimeout(() => socket.terminate(), CLOSE_MS).unref();
    },
    onMessage: (listener) => void socket.on('message', (data) => listener(String(data))),
    onClose: (listener) => {
      if (isClosed) listener();
      else onClosed.add(listener);
    },
  };
}

/** What is needed of a WebSocket. */
export interface PageSocket {
  readonly bufferedAmount: number;
  send(text: string, sent: () => void): void;
  close(): void;
  terminate(): void;
  on(event: 'message', listener: (data: { toString(): string }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/** Two large pictures, and more. */
const MAX_BUFFERED_BYTES = 8_000_000;
const CLOSE_MS = 1_000;
