import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startLocalAws } from '../../../lib/local/index.ts';
import { question, send, signedBy, startDesk } from './desk-server.ts';

let desk: Awaited<ReturnType<typeof startDesk>>;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(async () => desk[Symbol.asyncDispose]());

/** Asks a question of an act that goes on. */
async function ask() {
  const begun = await desk.begin('local');
  const asked = question(begun);
  const call = (action: string, body: object, from: 'person' | 'workflow' = 'person') =>
    send(desk.local, `${asked.path}${action}`, {
      ...(from === 'workflow' && { headers: signedBy() }),
      body,
    });
  await send(desk.local, asked.path, { method: 'PUT', headers: signedBy(), body: asked.asked });
  return {
    ...begun,
    call,
    answer: (body: object) => call('/answer', { token: asked.token, ...body }),
    fetch: () => send(desk.local, asked.path, { method: 'GET', headers: signedBy() }),
    recorded: () => desk.local.store.act(begun.actId)?.questions?.map(({ human }) => human),
    requestId: asked.key.questionId,
    async end(status: string) {
      const { workflowRunId: run, sessionId, actId } = begun;
      const url = `${desk.local.url}/workflow-definitions/booking-workflow/workflow-runs/${run}/sessions/${sessionId}/acts/${actId}`;
      const headers = { ...signedBy('local', 'nova-act'), 'content-type': 'application/json' };
      const { ok } = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ status }) });
      expect(ok).toBe(true);
    },
  };
}

describe('the record of an act', () => {
  test('has who answered, when and with what words, once the workflow has got that', async () => {
    const asked = await ask();
    await asked.answer({ answer: 'yes', name: 'Ana', comment: 'once' });
    expect(asked.recorded()).toBeUndefined();
    await asked.fetch();

    expect(asked.recorded()).toEqual([
      {
        request_id: asked.requestId,
        ...{ phase: 'answered', answer: 'yes', by: { name: 'Ana' }, comment: 'once' },
        answered_at: expect.stringMatching(/^\d{4}-.*Z$/),
        wait_s: expect.any(Number),
      },
    ]);
    await asked.end('SUCCEEDED');
    expect(asked.recorded()).toHaveLength(1);
  });

  test('has no answer that came when nobody waited any more', async () => {
    const asked = await ask();
    await asked.answer({ answer: 'yes' });
    await asked.end('FAILED');

    expect(asked.recorded()).toEqual([
      { request_id: asked.requestId, phase: 'withdrawn', wait_s: expect.any(Number) },
    ]);
  });

  test('has that it was withdrawn', async () => {
    const asked = await ask();
    await asked.call('/withdraw', { reason: 'no time' }, 'workflow');
    expect(asked.recorded()).toMatchObject([{ request_id: asked.requestId, phase: 'withdrawn' }]);
  });

  test('outlives what the desk remembers, and a restart', async () => {
    const asked = await ask();
    await asked.answer({ answer: 'no', name: 'Ana' });
    await asked.fetch();
    await asked.end('FAILED');
    const before = desk.local.store.act(asked.actId);
    await desk.local.close();
    rmSync(path.join(desk.stateDir, 'human'), { recursive: true });

    await using again = await startLocalAws({ stateDir: desk.stateDir });
    expect(again.store.act(asked.actId)).toEqual(before);
  });

  test('is made good at the next start', async () => {
    const asked = await ask();
    await asked.answer({ answer: 'yes' });
    await asked.fetch();
    const act = desk.local.store.act(asked.actId);
    if (act === undefined) throw new Error('no act');
    // As a server has left it that was killed in between.
    desk.local.store.saveAct({ ...act, questions: [] });
    await desk.local.close();

    await using again = await startLocalAws({ stateDir: desk.stateDir });
    expect(again.store.act(asked.actId)?.questions).toMatchObject([{ human: { phase: 'answered' } }]);
  });

  test('is not changed by who says that a question is of another run', async () => {
    const { actId } = await desk.begin('local');
    const { path: at, asked, token } = question({ actId });
    await send(desk.local, at, { method: 'PUT', headers: signedBy(), body: asked });
    await send(desk.local, `${at}/answer`, { body: { token, answer: 'yes' } });
    await send(desk.local, at, { method: 'GET', headers: signedBy() });

    expect(desk.local.store.act(actId)?.questions).toBeUndefined();
  });
});
