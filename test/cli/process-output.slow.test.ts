import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..', '..');
let usual = '';

beforeAll(() => {
  usual = written('pipe').stdout;
});

test('help reaches a reader that is slow, through a pipe that is full and does not block', () => {
  expect(written('full pipe')).toEqual({ stdout: usual, stderr: '', exitCode: 0 });
});

test('nobody has to read it', () => {
  expect(written('pipe without a reader')).toEqual({ stdout: '', stderr: '', exitCode: 0 });
});

test.each([
  ['is lost on a device that is full', 'full device', ['--help'], 'ENOSPC'],
  ['is lost in a file that takes only a part', 'full file', ['--help'], 'EFBIG'],
  ['of another command is lost there', 'full file', ['doctor', '--json'], 'EFBIG'],
])('what %s is told, and no success', (_, where, args, code) => {
  const { stderr, exitCode } = written(where, args);

  expect(stderr).toMatch(new RegExp(`^Error: The output could not be written: ${code}: .*\n$`));
  expect(exitCode).toBe(1);
});

test('a narrow terminal gets narrow help', () => {
  const { stdout, exitCode } = written('terminal of 64 columns');

  expect({ exitCode, words: wordsOf(stdout) }).toEqual({ exitCode: 0, words: wordsOf(usual) });
  expect(longestLine(usual)).toBeGreaterThan(64);
  // The last line is ours, and is not wrapped.
  expect(longestLine(stdout.slice(0, stdout.indexOf('Each command')))).toBeLessThanOrEqual(64);
});

/** What `act --help`, or another command, writes there. */
function written(
  where: string,
  args: readonly string[] = ['--help'],
): { stdout: string; stderr: string; exitCode: number } {
  const command = [process.execPath, '--import', 'tsx', 'bin/act.ts', ...args];
  return JSON.parse(
    execFileSync('python3', ['-c', READER, where, ...command], { cwd: root, encoding: 'utf8' }),
  );
}

function wordsOf(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

function longestLine(text: string): number {
  return Math.max(...text.split(/\r?\n/).map((line) => line.length));
}

/** Has what Node has not: pipes of which it says how they are, terminals, and files that take only so much. */
const READER = `
import fcntl, json, os, pty, resource, signal, struct, subprocess, sys, tempfile, termios, time
where, *command = sys.argv[1:]
reader, writer = pty.openpty() if 'terminal' in where else os.pipe()
there = 0
if 'terminal' in where:
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 64, 0, 0))
if where == 'pipe without a reader':
    os.close(reader)
if where == 'full pipe':
    os.set_blocking(writer, False)
    try:
        while True: there += os.write(writer, b'.' * 512)
    except BlockingIOError: pass
def limit():
    # Above what the loader of TypeScript writes into its cache.
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000_000, 50_000_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
if where == 'full device':
    os.dup2(os.open('/dev/full', os.O_WRONLY), writer)
if where == 'full file':
    file = tempfile.TemporaryFile()
    os.lseek(file.fileno(), 50_000_000 - 10, os.SEEK_SET)
    os.dup2(file.fileno(), writer)
child = subprocess.Popen(command, stdout=writer, stderr=subprocess.PIPE, preexec_fn=limit if where == 'full file' else None)
os.close(writer)
if where == 'full pipe':
    time.sleep(2)
stdout = b''
try:
    while where != 'pipe without a reader' and (piece := os.read(reader, 1000)): stdout += piece
except OSError: pass
stderr = child.stderr.read()
print(json.dumps({ 'stdout': stdout[there:].decode(), 'stderr': stderr.decode(), 'exitCode': child.wait() }))
`;
