import { expect, test } from '@jest/globals';
import { npmRun } from '../../../lib/cli/command-line.ts';
import { localCommand } from '../../../lib/cli/local/command.ts';
import { SERVED_OPERATIONS } from '../../../lib/local/served.ts';
import { isOperationName } from '../../../lib/service/index.ts';

test('the help names what can fail, in lines that fit, and no folder of this machine', () => {
  let help = '';
  const { program } = localCommand({ commandLine: npmRun, projectRoot: '/home/someone/project' });
  program
    .configureOutput({
      writeOut: (text) => {
        help += text;
      },
    })
    .outputHelp();

  expect(help.split('\n').filter((line) => line.length > 120)).toEqual([]);
  for (const operation of SERVED_OPERATIONS.filter((name) => !isOperationName(name)))
    expect(help).toMatch(new RegExp(`\\b${operation}\\b`));
  expect(help.replaceAll(/\s+/g, ' ')).toContain('(default: .nova-act in the project)');
  expect(help).not.toContain('/home/someone');
});
