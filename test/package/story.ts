import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './pack.ts';
import type { Running } from './processes.ts';
import type { Project } from './project.ts';

/** Where the terminal log of the story is written, also when it ends early. */
const LOG = path.join(root, 'build', 'the-story.log');
const LIMIT_MS = 60_000;
const HEADING = 'TRAVEL WELL, CARRY LITTLE';

/**
 * The whole story of a workflow as its author types it, from an empty folder: made, edited, checked, tested, run, deployed to
 * local AWS, invoked, and looked at.
 */
export async function playStory(home: Project): Promise<void> {
  const log = new TerminalLog();
  try {
    // By its path from here: npx takes the file of an absolute one for a program.
    const tarball = path.relative(home.dir, home.tarball);
    await log.type(home, `npx --yes ${tarball} init shop`, `from file:../${tarball}`);
    const shop = home.below('shop');
    // Its author wants it in capitals, and says so in the test first.
    await log.type(
      shop,
      `sed -i "s/headline: 'Good morning'/headline: 'GOOD MORNING'/" workflows/headline.test.ts`,
    );
    await log.type(shop, 'npm test || echo "not yet"', 'not yet');
    await log.type(shop, 'sed -i "s/headline: data/headline: data.toUpperCase()/" workflows/headline.ts');
    await log.type(shop, 'npm test', '# pass 1');
    await log.type(shop, 'npm run check');
    await log.type(shop, 'npx nova-act-cdk run headline --local', HEADING);
    await playOnLocalAws(shop, log);
  } finally {
    mkdirSync(path.dirname(LOG), { recursive: true });
    writeFileSync(LOG, log.text);
  }
}

async function playOnLocalAws(shop: Project, log: TerminalLog): Promise<void> {
  const dev = log.start(shop, 'npx nova-act-cdk dev --port 0');
  try {
    await until(dev, /In another terminal/);
    const ran = await log.type(shop, 'npx nova-act-cdk run headline --local', HEADING);
    const [run = ''] = /(?<=^ {2}run +)[0-9a-f-]{36}$/m.exec(ran) ?? [];
    await log.type(shop, `npx nova-act-cdk runs show ${run} --local`, 'SUCCEEDED');
    await log.type(shop, 'npx nova-act-cdk deploy --local', 'headline');
    await log.type(shop, 'npx nova-act-cdk invoke headline --local', HEADING);
    await log.type(shop, 'npx nova-act-cdk runs list --local', 'SUCCEEDED');
    await log.type(shop, 'npx nova-act-cdk logs headline --local', 'headline');
    await log.type(shop, 'npx nova-act-cdk artifacts list headline --local');
  } finally {
    dev.signal('SIGINT');
    const gone = await Promise.race([dev.ended, sleep(LIMIT_MS, undefined, { ref: false })]);
    if (gone === undefined) dev.signal('SIGKILL');
    log.note('npx nova-act-cdk dev --port 0', dev.output());
  }
}

/** What somebody typed, and what the terminal showed. */
class TerminalLog {
  text = '';

  /** Types a command and waits for its end. @throws when it fails, or does not show what it should */
  async type(project: Project, command: string, shows = ''): Promise<string> {
    const running = project.start(['sh', '-c', command]);
    const code = await running.ended;
    this.note(command, running.output());
    if (code === 0 && running.output().includes(shows)) return running.output();
    throw new Error(
      `"${command}" ended with ${code} and should show ${JSON.stringify(shows)}:\n${running.output()}`,
    );
  }

  /** Types a command in another terminal, where it goes on. */
  start(project: Project, command: string): Running {
    this.text += `$ ${command}    # in another terminal; what it shows stands at the end\n\n`;
    return project.start(['sh', '-c', `exec ${command}`]);
  }

  note(command: string, output: string): void {
    this.text += `$ ${command}\n${output.trimEnd()}\n\n`;
  }
}

/** Waits until a command has shown something. */
async function until(running: Running, shows: RegExp): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  let hasEnded = false;
  void running.ended.then(() => {
    hasEnded = true;
  });
  while (!shows.test(running.output())) {
    if (hasEnded || performance.now() > deadline)
      throw new Error(`It did not show ${shows}: ${running.output()}`);
    await sleep(100);
  }
}
