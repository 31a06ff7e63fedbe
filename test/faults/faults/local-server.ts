import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../eventually.ts';
import type { Fault } from '../fault.ts';
import { start } from './laptop.ts';

/** Ends of local AWS itself, and what it finds when it starts again. */
export const localServers: readonly Fault[] = [
  {
    name: 'restart-with-runs',
    done: 'SIGKILL to local AWS while a session and a laptop have a run each, then start it again',
    right: "the session's processes end and its run is FAILED; the laptop's run is untouched and SUCCEEDED",
    play: async (stage) => {
      const port = await freePort();
      const before = await stage.ownAws({ port });
      const session = stage.session(before);
      const call = session.call({ do: 'wait' });
      const told = await session.run();
      const laptop = await start(stage, 'wait', before);
      before.process.kill('SIGKILL');
      await before.process.ended;
      stage.answered(await call.answer, 0, /./);
      const after = await stage.ownAws({ stateDir: before.stateDir, port });
      await stage.run(told, 'FAILED', { aws: after });
      await stage.run(laptop, 'RUNNING', { aws: after });
      laptop.end();
      await stage.run(laptop, 'SUCCEEDED', { aws: after });
      await stage.record(told, 'FAILED', /./, after);
    },
  },
  {
    name: 'local-aws-sigterm',
    done: 'SIGTERM to local AWS while a session has a run',
    right: 'it ends with 0 within 15 s; the run is FAILED when it starts again',
    slow: true,
    play: async (stage) => {
      const before = await stage.ownAws();
      const session = stage.session(before);
      session.call({ do: 'wait' });
      const told = await session.run();
      before.process.kill('SIGTERM');
      const end = await eventually(
        () => before.process.end,
        (is) => is !== undefined,
        15_000,
      );
      stage.expect('status', end === 0 || end === 130, `ended with ${end}`);
      const after = await stage.ownAws({ stateDir: before.stateDir });
      await stage.run(told, 'FAILED', { aws: after, withinMs: 2_000 });
      await stage.record(told, 'FAILED', /./, after);
    },
  },
  {
    name: 'half-written-files',
    done: 'Files that a full disk or SIGKILL has left half written, then start local AWS',
    right: 'they are gone, and nothing else is',
    play: async (stage) => {
      const stateDir = stage.checkout.folder('state');
      const [artifacts, state] = [path.join(stateDir, 'artifacts', 'a'), path.join(stateDir, 'nova-act')];
      const half = '.0b3e4c4e-2c1f-4d55-9c0e-6d6f1f0f6a10.tmp';
      for (const dir of [artifacts, state]) {
        mkdirSync(dir, { recursive: true });
        writeFileSync(path.join(dir, `half.json${half}`), '{');
      }
      writeFileSync(path.join(artifacts, 'whole.json'), '{}');
      await stage.ownAws({ stateDir });
      const left = readdirSync(stateDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.tmp'),
      );
      stage.expect('left', left.length === 0, `files: ${left.join(', ')}`);
      stage.expect('data', existsSync(path.join(artifacts, 'whole.json')), 'another file is gone');
    },
  },
  {
    name: 'state-file-spoilt',
    done: 'A line of journal.jsonl without a nested key, then start local AWS',
    right: 'exit code 2, and one message that names file, line and key',
    slow: true,
    play: async (stage) => {
      const told = await runOnce(stage);
      const file = stateFileOf(told.stateDir, 'journal.jsonl');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"sequence"', '"Sequence"'));
      const child = stage.checkout.command(['local', '--json', '--port', '0', '--state-dir', told.stateDir]);
      const end = await eventually(
        () => child.end,
        (is) => is !== undefined,
        20_000,
      );
      child.kill('SIGTERM');
      const said = child.stderr();
      stage.expect('status', end === 2, `ended with ${end}`);
      stage.expect(
        'status',
        said.includes(`${file} is not readable as state of local AWS: line 1`) &&
          said.includes('creation.sequence'),
        `said: ${said.slice(0, 160)}`,
      );
    },
  },
  {
    name: 'state-step-cut-off',
    done: 'A last line of steps.jsonl that SIGKILL has cut off, then start local AWS',
    right: 'as if that step had never been; everything else is there',
    slow: true,
    play: async (stage) => {
      const { stateDir, runId } = await runOnce(stage);
      const steps = stateFileOf(stateDir, 'steps.jsonl');
      appendFileSync(steps, '{"index":2,"ste');
      const after = await stage.ownAws({ stateDir });
      const report = await fetch(`${after.url}/viewer/`);
      stage.expect('status', report.status === 200, `viewer ${report.status}`);
      await stage.run({ runId }, 'SUCCEEDED', { aws: after });
      stage.expect('data', (await after.actStatuses(runId)).length === 1, 'the act is gone');
    },
  },
  {
    name: 'invoke-answer-lost',
    done: 'InvokeAgentRuntime cut-after call 1, called by the command',
    right: 'exit code 1, the outcome is called unknown, and there is one run',
    play: async (stage) => {
      const { aws } = stage;
      const proxy = await stage.proxy(aws.url, 'InvokeAgentRuntime cut-after call 1');
      const tell = path.join(stage.checkout.folder('invoke'), 'told.jsonl');
      const payload = JSON.stringify({ do: 'answer', tell });
      const child = stage.checkout.command(['invoke', aws.runtimeArn, '--payload', payload], {
        ...aws.environment,
        AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: proxy,
      });
      const end = await eventually(
        () => child.end,
        (is) => is !== undefined,
        20_000,
      );
      stage.expect('status', end === 1, `ended with ${end}`);
      stage.expect(
        'status',
        /may still be going on|not sent again/.test(child.stderr()),
        `said: ${child.stderr()}`,
      );
      const runs = readFileSync(tell, 'utf8').trim().split('\n').length;
      stage.expect('status', runs === 1, `${runs} runs`);
    },
  },
  {
    name: 'invoke-throttled',
    done: 'InvokeAgentRuntime throttle every, called by the command',
    right: 'exit code 1, and it is said that nothing was started',
    play: async (stage) => {
      const proxy = await stage.proxy(stage.aws.url, 'InvokeAgentRuntime throttle');
      const child = stage.checkout.command(['invoke', stage.aws.runtimeArn], {
        ...stage.aws.environment,
        AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: proxy,
      });
      const end = await eventually(
        () => child.end,
        (is) => is !== undefined,
        20_000,
      );
      stage.expect('status', end === 1, `ended with ${end}`);
      stage.expect('status', child.stderr().includes('not started'), `said: ${child.stderr()}`);
    },
  },
  {
    name: 'invoke-fails',
    done: 'The command calls a workflow that throws outside of an act',
    right: 'exit code 1; the error by name, the run and its page in the viewer are printed',
    play: async (stage) => {
      const tell = path.join(stage.checkout.folder('invoke'), 'told.jsonl');
      const child = stage.checkout.command(
        ['invoke', stage.aws.runtimeArn, '--payload', JSON.stringify({ do: 'fail', tell })],
        stage.aws.environment,
      );
      const end = await eventually(
        () => child.end,
        (is) => is !== undefined,
        20_000,
      );
      const said = child.stdout() + child.stderr();
      const { runId } = JSON.parse(readFileSync(tell, 'utf8'));
      stage.expect('status', end === 1, `ended with ${end}`);
      stage.expect('status', /RangeError.*the shop is closed/s.test(said), `said: ${said.slice(0, 160)}`);
      stage.expect('status', said.includes(runId), 'the run is not printed');
      stage.expect('status', said.includes(`${stage.aws.url}/viewer/`), 'the viewer is not printed');
      await stage.run({ runId }, 'FAILED');
      await stage.record({ runId }, 'FAILED', /the shop is closed/);
    },
  },
];

/** A run with an act, on a local AWS that has ended since. */
async function runOnce(
  stage: Parameters<Fault['play']>[0],
): Promise<{ readonly stateDir: string; readonly runId: string }> {
  const aws = await stage.ownAws();
  const session = stage.session(aws);
  const call = session.call({ do: 'act', url: aws.demoSiteUrl, prompt: 'Return the main heading' });
  const { runId } = await session.run();
  stage.answered(await call.answer, 200, /done/);
  await session.stop();
  await pause(200);
  await aws.stop();
  return { stateDir: aws.stateDir, runId };
}

function stateFileOf(stateDir: string, name: string): string {
  const found = readdirSync(path.join(stateDir, 'nova-act'), { recursive: true, encoding: 'utf8' }).find(
    (file) => path.basename(file) === name,
  );
  if (found === undefined) throw new Error(`there is no ${name} in ${stateDir}`);
  return path.join(stateDir, 'nova-act', found);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
