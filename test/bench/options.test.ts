import { expect, test } from '@jest/globals';
import { benchHelp, readBenchOptions } from '../../bench/options.ts';
import { ExplainedError } from '../../lib/core/errors.ts';
import { bench } from './rows.ts';

const all = [bench('bundle', {}), bench('invoke', {}, { isFull: true }), bench('synth', {})];
const idsOf = (...args: readonly string[]) => readBenchOptions(args, all).benches.map(({ id }) => id);

test('what is full is measured with --full, or by its name', () => {
  expect(idsOf()).toEqual(['bundle', 'synth']);
  expect(idsOf('--full')).toEqual(['bundle', 'invoke', 'synth']);
  expect(idsOf('--only', 'invoke')).toEqual(['invoke']);
  expect(idsOf('--only', 'synth,bundle', '--only', 'invoke')).toEqual(['bundle', 'invoke', 'synth']);
  expect(readBenchOptions(['--only', 'bundle'], all).isFull).toBe(true);
  expect(readBenchOptions([], all)).toMatchObject({ isFull: false, repeats: 5 });
});

test.each([
  [['--only', 'bundel'], 'There is no bench "bundel". Did you mean "bundle"?'],
  [['--only', 'nothing'], 'There is no bench "nothing". There are bundle, invoke, synth.'],
  [['--only', ''], 'There is no bench "". There are bundle, invoke, synth.'],
  [['--ful'], 'There is no option --ful. Did you mean --full?'],
  [['--zzz'], /^Unknown option '--zzz'\. .*Run with --help for the options\.$/],
  [['--only'], /--only.*Run with --help for the options\.$/],
  [['bundle'], /Unexpected argument 'bundle'.*Run with --help for the options\.$/],
  [['--repeats', '3'], /^--repeats "3" is not a number of runs\. Whole numbers from 5 to 1000 are allowed/],
  [['--repeats', '5.5'], /^--repeats "5\.5" is not a number/],
])('%j is refused', (args, message) => {
  const read = () => readBenchOptions(args, all);
  expect(read).toThrow(ExplainedError);
  expect(read).toThrow(message);
});

test('the help names all benches, and has an example that is allowed', () => {
  const help = benchHelp(all);
  expect(help).toContain('bundle, invoke (full), synth');
  expect(help).toContain('npm run bench -- --full --write');
  expect(help).toContain('npm run --silent bench -- --json > bench.json');
});

test('the help says which benches run as often as they say, whatever --repeats is', () => {
  const help = benchHelp([...all, bench('long', {}, { repeats: 7 })]);
  expect(help).toMatch(/--repeats <n> .*\n.*always as often as they say: long \(7\)\n/);
  expect(benchHelp(all)).not.toContain('as they say');
});
