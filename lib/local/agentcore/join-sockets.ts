import type { Socket } from 'node:net';
import { CLOSE_CODE } from '../../contract/host.ts';
import { closeFrame, FrameReader } from './frame-reader.ts';
import type { RawConnection } from './upgrades.ts';

/**
 * Passes all that comes over two connections to each other, until one of them ends. A caller whose workflow goes away without
 * a word is told by a close frame, unless that would fall into the middle of another one.
 *
 * @returns resolves when both have ended; never rejects
 */
export async function joinSockets(options: {
  readonly caller: RawConnection;
  readonly workflow: RawConnection;
  /** How long it may last. */
  readonly limitMs: number;
  /** Why the workflow's side has ended, when its process has not said so. */
  readonly whyEnded: () => Promise<string>;
}): Promise<void> {
  const { caller, workflow, limitMs, whyEnded } = options;
  const frames = new FrameReader();
  const tell = (code: number, reason: string): void => {
    const isUnsaid = !frames.hasClosed && frames.isBetweenFrames && caller.socket.writable;
    if (isUnsaid) caller.socket.write(closeFrame(code, reason));
    caller.socket.end();
    // Whoever does not hang up then is hung up on.
    setTimeout(() => caller.socket.destroy(), HANG_UP_MS).unref();
  };
  const limit = setTimeout(() => {
    workflow.socket.unpipe(caller.socket);
    tell(CLOSE_CODE.goingAway, `A connection lasts ${limitMs / 1000} s at most.`);
    workflow.socket.destroy();
  }, limitMs);

  workflow.socket.on('data', (chunk: Buffer) => frames.read(chunk));
  pass(caller, workflow.socket, { end: true });
  pass(workflow, caller.socket, { end: false });
  caller.socket.once('close', () => workflow.socket.destroy());
  workflow.socket.on('error', () => workflow.socket.destroy());
  workflow.socket.once('close', () => {
    if (frames.hasClosed) tell(CLOSE_CODE.goingAway, '');
    else void whyEnded().then((reason) => tell(CLOSE_CODE.internalError, reason));
  });
  if (caller.socket.destroyed) workflow.socket.destroy();
  await Promise.all([closed(caller.socket), closed(workflow.socket)]);
  clearTimeout(limit);
}

const HANG_UP_MS = 1000;

/** What has come before comes first. */
function pass({ socket, head }: RawConnection, to: Socket, options: { readonly end: boolean }): void {
  if (head.length > 0) socket.unshift(head);
  socket.pipe(to, options);
}

async function closed(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}
