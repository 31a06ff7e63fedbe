import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** What a person does: when a text is shown, keys are typed, or a signal is sent. */
export type TerminalScript = readonly (readonly [shown: string, typed: string])[];

/** Runs a TypeScript program at a terminal of its own, with somebody who types. */
export async function atTerminal(
  program: readonly string[],
  script: TerminalScript,
  environment: Readonly<Record<string, string>> = {},
): Promise<TerminalOutcome> {
  const child = spawn(
    'python3',
    ['-c', TERMINAL, JSON.stringify({ argv: [process.execPath, '--import', 'tsx', ...program], script })],
    {
      cwd: path.resolve(import.meta.dirname, '..', '..'),
      env: { ...process.env, CI: '', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return JSON.parse(await text(child.stdout));
}

export interface TerminalOutcome {
  readonly shown: string;
  /** As a shell has it: 128 and the number of a signal. */
  readonly exitCode: number;
  /** Whether the terminal is as it was before. */
  readonly isRestored: boolean;
}

/** A pseudo terminal, in the only language at hand that has one. */
const TERMINAL = `
import json, os, pty, select, sys, termios, time
given = json.loads(sys.argv[1])
person, terminal = pty.openpty()
before = termios.tcgetattr(terminal)
pid = os.fork()
if pid == 0:
    os.setsid()
    import fcntl
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for fd in (0, 1, 2): os.dup2(terminal, fd)
    os.execv(given['argv'][0], given['argv'])
shown, seen, script, status, ends = b'', 0, given['script'], None, time.time() + 60
while status is None and time.time() < ends:
    if select.select([person], [], [], 0.02)[0]: shown += os.read(person, 4096)
    if script and script[0][0].encode() in shown[seen:]:
        seen = shown.index(script[0][0].encode(), seen) + len(script[0][0])
        time.sleep(0.15)
        os.write(person, script.pop(0)[1].encode())
    done, code = os.waitpid(pid, os.WNOHANG)
    if done: status = os.waitstatus_to_exitcode(code)
if status is None: os.kill(pid, 9)
while select.select([person], [], [], 0.05)[0]: shown += os.read(person, 4096)
isRestored = before[:4] == termios.tcgetattr(terminal)[:4]
exitCode = -1 if status is None else status if status >= 0 else 128 - status
print(json.dumps({'shown': shown.decode(), 'exitCode': exitCode, 'isRestored': isRestored}))
`;
