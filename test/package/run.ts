// Packs the package and uses it as others do: in new projects outside of this repository, which have nothing of ours but
// the tarball. Needs the npm registry and a browser. Prints what ran, and what installing costs.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { messageOf } from '../../lib/core/errors.ts';
import { nodeFolder } from './nodes.ts';
import { packTarball } from './pack.ts';
import { type InstallSize, Project } from './project.ts';
import type { Row } from './row.ts';
import { rows } from './rows.ts';
import { formatTable } from './table.ts';

/** What became of a row. */
interface Outcome {
  readonly cells: readonly string[];
  readonly sizes: readonly InstallSize[];
  readonly problem: string | undefined;
}

const AT_ONCE = 2;
// Names of folders matter to nobody; the space is there because some users have one.
const temporary = mkdtempSync(path.join(os.tmpdir(), 'nova-act-package '));
const remove = (): void => rmSync(temporary, { recursive: true, force: true });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    remove();
    process.exit(130);
  });
}

try {
  const started = performance.now();
  const tarball = await packTarball(temporary);
  // Words on the command line choose rows.
  const words = process.argv.slice(2);
  const chosen = rows.filter(
    ({ project }) => words.length === 0 || words.some((word) => project.includes(word)),
  );
  const outcomes = await inTurns(chosen, async (row) => await play(row, tarball));
  console.log(
    `\n${formatTable(
      ['project', 'Node', 'aws-cdk-lib', 'what ran', 's'],
      outcomes.map(({ cells }) => cells),
    )}`,
  );
  const sizes = outcomes.flatMap((outcome) => outcome.sizes);
  const cells = sizes.map(({ what, megabytes, packages }) => [what, megabytes.toFixed(1), `${packages}`]);
  console.log(`\n${formatTable(['installed', 'MB', 'packages'], cells)}`);
  const problems = outcomes.flatMap(({ problem }) => problem ?? []);
  for (const problem of problems) console.log(`\n${problem}`);
  console.log(`\n${Math.round((performance.now() - started) / 1000)} s`);
  console.log(`${outcomes.length - problems.length} passed, ${problems.length} failed`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
} finally {
  remove();
}

async function play(row: Row, tarball: string): Promise<Outcome> {
  const started = performance.now();
  const ran: string[] = [];
  let problem: string | undefined;
  const project = new Project({
    dir: path.join(temporary, row.project.replaceAll(/\W+/g, '-')),
    nodeDir: await nodeFolder(row.node, temporary),
    tarball,
  });
  for (const [name, step] of Object.entries(row.steps)) {
    try {
      await step(project);
      ran.push(name);
    } catch (error) {
      ran.push(`${name} FAILED`);
      problem = `${row.project}, ${name}: ${messageOf(error)}`;
      break;
    }
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${problem === undefined ? 'ok    ' : 'FAILED'} ${row.project} (${seconds} s)`);
  return {
    cells: [row.project, `${row.node}`, row.cdk, ran.join(', '), `${seconds}`],
    sizes: project.sizes,
    problem,
  };
}

/** Two at a time: more would have to wait for each other. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      results[next[0]] = await work(next[1]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
