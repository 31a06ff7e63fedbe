import type { Failure } from '../../../lib/local/failures/index.ts';
import type { Fault } from '../fault.ts';

/** Trouble of the services: what may be repeated is repeated, and the end is reported. */
export const services: readonly Fault[] = [
  gotOver('run-report-500', 'UpdateWorkflowRun 500 first 3'),
  gotOver('run-report-throttled', 'UpdateWorkflowRun throttle first 5'),
  gotOver('run-report-hangs', 'UpdateWorkflowRun hang call 1', 'slow'),
  gotOver('run-report-answer-lost', 'UpdateWorkflowRun cut-after call 1'),
  gotOver('run-report-cut', 'UpdateWorkflowRun cut-before first 3', 'slow'),
  gotOver('run-report-half-an-answer', 'UpdateWorkflowRun cut-midway call 1', 'slow'),
  gotOver('run-report-token-expired', 'UpdateWorkflowRun expired-token call 1'),
  gotOver('run-create-throttled', 'CreateWorkflowRun throttle first 3'),
  gotOver('run-create-answer-lost', 'CreateWorkflowRun cut-after call 1'),
  actGotOver('act-report-500', 'UpdateAct 500 first 3'),
  actGotOver('act-report-answer-lost', 'UpdateAct cut-after call 1', 'slow'),
  actGotOver('session-create-throttled', 'CreateSession throttle first 2', 'slow'),
  actGotOver('act-create-throttled', 'CreateAct throttle first 2'),
  actGotOver('step-throttled', 'InvokeActStep throttle first 2'),
  actGotOver('step-cut', 'InvokeActStep cut-before call 1', 'slow'),
  actGotOver('step-answer-lost', 'InvokeActStep cut-after call 1'),
  {
    name: 'run-create-token-expired',
    done: 'CreateWorkflowRun expired-token every',
    right: 'the caller is told that the credentials have expired; nothing is run',
    play: async (stage) => {
      const host = await stage.host('CreateWorkflowRun expired-token');
      stage.answered(await host.call({ do: 'answer' }).answer, [401, 403, 424, 500], /[Ee]xpired/);
    },
  },
  {
    name: 'record-refused-json',
    done: 'PutObject 500 every, with a caller who waits',
    right: 'the result is answered all the same, and the run SUCCEEDED',
    play: async (stage) => {
      const host = await stage.host('PutObject 500');
      stage.answered(await host.call({ do: 'answer' }).answer, 200, /done/);
      await stage.run(await host.told.run(1_000), 'SUCCEEDED');
    },
  },
  {
    name: 'record-refused-async',
    done: 'PutObject 500 every, with an asynchronous invocation',
    right: 'refused, and nothing is run: its result would be lost',
    play: async (stage) => {
      const host = await stage.host('PutObject 500');
      stage.answered(await host.call({ do: 'answer' }, 'async').answer, [500, 503], /./);
      const isRun = await host.told.run(1_500).then(
        () => true,
        () => false,
      );
      stage.expect('status', !isRun, 'it was run');
    },
  },
];

/** A run without a browser. */
function gotOver(name: string, failure: Failure, form?: 'slow'): Fault {
  return {
    name,
    done: failure,
    right: 'repeated: the result is answered, and the run SUCCEEDED, once',
    ...(form === 'slow' && { slow: true }),
    play: async (stage) => {
      const host = await stage.host(failure);
      stage.answered(await host.call({ do: 'answer' }).answer, 200, /done/);
      const told = await host.told.run(1_000);
      await stage.run(told, 'SUCCEEDED', { withinMs: 1_000 });
      await stage.record(told, 'SUCCEEDED', /done/);
    },
  };
}

/** A run with an act in a browser. */
function actGotOver(name: string, failure: Failure, form?: 'slow'): Fault {
  return {
    name,
    done: failure,
    right: 'repeated: the result is answered, act and run SUCCEEDED',
    ...(form === 'slow' && { slow: true }),
    play: async (stage) => {
      const host = await stage.host(failure);
      const url = stage.aws.demoSiteUrl;
      stage.answered(
        await host.call({ do: 'act', url, prompt: 'Return the main heading' }).answer,
        200,
        /done/,
      );
      const told = await host.told.run(1_000);
      await stage.run(told, 'SUCCEEDED', { withinMs: 1_000 });
      const acts = await stage.aws.actStatuses(told.runId);
      stage.expect('status', acts.join() === 'SUCCEEDED', `acts ${acts.join()}`);
      await stage.record(told, 'SUCCEEDED', /done/);
    },
  };
}
