import { CLOSE_CODE } from '../../../contract/host.ts';
import { MAX_MESSAGE_BYTES } from '../../../contract/take-over.ts';
import type { TakeOverConnection } from './take-over-door.ts';

/** A WebSocket as the connection of a person's page. Make it before its next message can come. A message that is too large ends it. */
export function takeOverConnection(socket: PageSocket): TakeOverConnection {
  let isClosed = false;
  let isTooLarge = false;
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
    close: () => closeConnection(socket),
    onMessage: (listener) =>
      void socket.on('message', (data) => {
        // Before it is made into text, whatever kind of frame it came in. What comes after it does not count either.
        if (isTooLarge) return;
        isTooLarge = data.byteLength > MAX_MESSAGE_BYTES;
        if (isTooLarge) closeConnection(socket, CLOSE_CODE.messageTooBig, TOO_LARGE);
        else listener(Buffer.from(data).toString());
      }),
    onClose: (listener) => {
      if (isClosed) listener();
      else onClosed.add(listener);
    },
  };
}

/** Closes a WebSocket, also that of a page that does not close it in return. @param reason of 123 bytes at most */
export function closeConnection(socket: PageSocket, code?: number, reason?: string): void {
  socket.close(code, reason);
  setTimeout(() => socket.terminate(), CLOSE_MS).unref();
}

/** What is needed of a WebSocket. */
export interface PageSocket {
  readonly bufferedAmount: number;
  send(text: string, sent: () => void): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
  on(event: 'message', listener: (data: Uint8Array) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/** Two large pictures, and more. */
const MAX_BUFFERED_BYTES = 8_000_000;
const CLOSE_MS = 1_000;
const TOO_LARGE = `A message has at most ${MAX_MESSAGE_BYTES} bytes.`;
