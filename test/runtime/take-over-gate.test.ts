import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { newSecret } from '../../lib/contract/secret-hash.ts';
import { type GateSocket, TakeOverGate } from '../../lib/runtime/take-over-gate.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A connection that a page does not close in return. */
class PlayedSocket extends EventEmitter implements GateSocket {
  readonly bufferedAmount = 0;
  readonly ended: unknown[] = [];

  send(): void {}
  close(code?: number, reason?: string): void {
    this.ended.push({ code, reason });
  }
  terminate(): void {
    this.ended.push('terminated');
    this.emit('close');
  }
}

function gate() {
  const welcomed: unknown[] = [];
  const made = new TakeOverGate({ welcome: (hello) => void welcomed.push(hello) });
  return {
    welcomed,
    connect: (): PlayedSocket => {
      const socket = new PlayedSocket();
      made.admit(socket);
      return socket;
    },
  };
}

const hello = { questionId: 'q', claim: newSecret() };
const message = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const REFUSED = { code: 1008, reason: expect.stringMatching(/nothing was run/) };

test('who says nothing for 10 s is told why the connection ends, and it ends', () => {
  const socket = gate().connect();
  jest.advanceTimersByTime(9_999);
  expect(socket.ended).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(socket.ended).toEqual([REFUSED]);
  jest.advanceTimersByTime(1_000);
  expect(socket.ended).toEqual([REFUSED, 'terminated']);
});

test('who has said hello stays, and what comes then is for the take-over', () => {
  const { connect, welcomed } = gate();
  const socket = connect();
  socket.emit('message', message({ novaActTakeOver: hello }));
  jest.advanceTimersByTime(60_000);
  socket.emit('message', message({ any: 'thing' }));
  expect(welcomed).toEqual([hello]);
  expect(socket.ended).toEqual([]);
});

test('a hello that comes after something else does not count', () => {
  const { connect, welcomed } = gate();
  const socket = connect();
  socket.emit('message', message({}));
  socket.emit('message', message({ novaActTakeOver: hello }));
  expect(welcomed).toEqual([]);
  expect(socket.ended).toEqual([REFUSED]);
});

test('fifty may be connected, with and without hello; then others may when one leaves', () => {
  const { connect, welcomed } = gate();
  const all = Array.from({ length: 50 }, connect);
  all[0]?.emit('message', message({ novaActTakeOver: hello }));
  const more = connect();
  more.emit('message', message({ novaActTakeOver: hello }));
  expect(more.ended).toEqual([{ code: 1013, reason: expect.stringMatching(/Too many/) }]);
  expect(welcomed).toHaveLength(1);
  all[1]?.terminate();
  connect().emit('message', message({ novaActTakeOver: hello }));
  expect(welcomed).toHaveLength(2);
});
