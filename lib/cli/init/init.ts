import path from 'node:path';
import { findBrowser } from '../../browser/find-browser.ts';
import { EXIT, type ExitCode, messageOf } from '../../core/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { npx } from '../command-line.ts';
import { showElapsedTime } from '../elapsed-time.ts';
import { printResult } from '../envelope.ts';
import { installPackages, NpmError, packClone } from './npm.ts';
import { givenPackage, ownPackage } from './own-package.ts';
import { type ProjectFile, projectTemplate } from './project-files.ts';
import { projectName } from './project-name.ts';
import { refuseFullFolder, writeProject } from './write-project.ts';

/** Makes a project that depends on this package, and installs what it needs. */
export async function initProject(options: InitArguments, context: CommandContext): Promise<ExitCode> {
  const { directory, stderr, interactive, interrupt } = context;
  const folder = path.resolve(directory, options.folder ?? '.');
  const template = projectTemplate();
  const name = projectName(options.name, { folder, taken: template.packages });
  const source =
    options.package === undefined ? ownPackage(folder) : givenPackage(options.package, { folder, directory });
  refuseFullFolder(folder, template.files({ name, spec: '' }));

  const timed = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
    if (!interactive) stderr(`${label} …\n`);
    using _ = showElapsedTime({ label: `${label} …`, interactive, write: stderr });
    return await work();
  };
  const packed: ProjectFile[] = [];
  if (source.clone !== undefined) {
    packed.push(await timed(`Packing ${source.clone}`, async () => await packClone(source.clone, context)));
  }
  const spec = source.clone === undefined ? source.spec : `file:${packed[0]?.name}`;
  const files = [...template.files({ name, spec }), ...packed];
  writeProject(folder, files);
  const names = files.map((file) => file.name);
  stderr(`Made the project ${name} in ${folder}: ${names.join(', ')}\n`);
  stderr(`It gets nova-act-cdk from ${spec}: ${source.because}.\n`);

  const relative = path.relative(directory, folder);
  const shown = relative.startsWith('..') ? folder : relative;
  const enter = shown === '' ? [] : [`cd ${quoted(shown)}`];
  if (options.install) {
    try {
      const summary = await timed(
        'Installing its packages with npm',
        async () => await installPackages(folder, context),
      );
      stderr(`${summary}\n`);
    } catch (error) {
      const goOn = `The files of the project are there; to go on: ${[...enter, 'npm install'].join(' && ')}`;
      if (interrupt.aborted) stderr(`${goOn}\n`);
      throw new NpmError({ what: messageOf(error), fix: `\n${goOn}`, cause: error });
    }
  }
  const noBrowser = browserProblem(context);
  if (noBrowser !== undefined) stderr(`\n${noBrowser}\n`);
  const next = [
    ...enter,
    ...(options.install ? [] : ['npm install']),
    npx('run', 'headline --local'),
    npx('dev'),
    'npm test',
    'npm run check',
  ];
  printResult(context, {
    json: options.json,
    data: {
      folder,
      name,
      package: { spec, because: source.because },
      files: names,
      installed: options.install,
      next,
    },
    text: () => `\nNext:\n${next.map((command) => `  ${command}\n`).join('')}`,
  });
  return EXIT.success;
}

/** What `init` is called with. */
export interface InitArguments {
  readonly folder?: string | undefined;
  readonly name?: string | undefined;
  readonly package?: string | undefined;
  readonly install: boolean;
  readonly json?: boolean | undefined;
}

/** For a shell: in quotation marks when it has to be. */
function quoted(folder: string): string {
  return /^[\w./\\:@~-]+$/.test(folder) ? folder : `"${folder}"`;
}

/** Why there is no browser for workflows, and how to get one. */
function browserProblem({ environment }: Pick<CommandContext, 'environment'>): string | undefined {
  try {
    findBrowser({ env: environment });
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
