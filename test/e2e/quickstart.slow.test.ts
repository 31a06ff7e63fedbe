import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import { servePage } from '../../lib/testing/index.ts';
import { processesThatMention, runCommand, temporaryStateDir } from './command.ts';

// Several processes one after another: quick here, slow on a busy machine.
jest.setTimeout(120_000);

describe('npm run quickstart', () => {
  test('plays the five steps on the demo site and leaves nothing running', async () => {
    await using state = await temporaryStateDir();

    const { exitCode, stdout, stderr } = await runCommand('quickstart', ['--state-dir', state.dir]);

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    for (const step of [
      '1/5 Define',
      '2/5 Run',
      '3/5 Run',
      '4/5 Deploy',
      '5/5 Invoke by ARN',
      'All five steps done',
    ]) {
      expect(stderr).toContain(step);
    }
    expect(stderr).toMatch(/session [0-9a-f]{8} started[\s\S]*session [0-9a-f]{8} started/);
    expect(stdout).toContain('"answer": "Travel well, carry little"');
    expect(stdout).toMatch(/"confirmationNumber": "WF-[0-9A-F]{8}"/);
    expect(processesThatMention(state.dir)).toEqual([]);
  });

  test('runs on a page of the user and prints what the invoked workflow returned', async () => {
    await using state = await temporaryStateDir();
    await using page = await servePage('<h1>Made on the spot</h1><ul><li>one</li><li>two</li></ul>');

    const { exitCode, stdout } = await runCommand('quickstart', [
      '--state-dir',
      state.dir,
      '--url',
      page.url,
      '--json',
    ]);

    expect(exitCode).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      ok: true,
      data: { invoked: { url: page.url, answer: 'Made on the spot' } },
    });
    expect(readFileSync(result.data.reportFile, 'utf8')).toContain('Made on the spot');
  });

  test('passes the prompt on, whatever the environment says for work on AWS', async () => {
    await using state = await temporaryStateDir();
    await using page = await servePage(
      '<table><tr><th>City</th></tr><tr><td>Rome</td></tr><tr><td>Oslo</td></tr></table>',
    );

    const { stdout } = await runCommand(
      'quickstart',
      [
        ...['--state-dir', state.dir, '--url', page.url, '--json'],
        ...['--prompt', 'How many rows does the table have?'],
      ],
      { AWS_PROFILE: 'nobody', NOVA_ACT_WORKFLOW_DEFINITION_NAME: 'another' },
    );

    expect(JSON.parse(stdout)).toMatchObject({ data: { invoked: { answer: '2' } } });
  });
});

describe('when the quickstart cannot do what was asked', () => {
  test.each([
    ['an unknown option', ['--urll', 'x'], {}, 2, '(Did you mean --url?)'],
    ['a URL that is none', ['--url', 'nonsense'], {}, 2, '--url "nonsense" is not the address of a page.'],
    [
      'no browser',
      [],
      { NOVA_ACT_BROWSER_PATH: '/nowhere/chrome' },
      2,
      'There is no browser at /nowhere/chrome',
    ],
    [
      'a page that does not load',
      ['--url', 'http://127.0.0.1:9/'],
      {},
      1,
      'http://127.0.0.1:9/ could not be loaded',
    ],
    [
      'a prompt beyond the offline agent',
      ['--prompt', 'Sing a song'],
      {},
      1,
      'I did not understand: Sing a song',
    ],
  ])('%s: one clear error, no stack trace, nothing left', async (_what, args, environment, code, message) => {
    await using state = await temporaryStateDir();

    const { exitCode, stderr } = await runCommand(
      'quickstart',
      ['--state-dir', state.dir, ...args],
      environment,
    );

    expect(exitCode).toBe(code);
    expect(stderr.match(/^Error: /gm)).toHaveLength(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(processesThatMention(state.dir)).toEqual([]);
    expect(existsSync(`${state.dir}/local-aws.pid`)).toBe(false);
  });
});
