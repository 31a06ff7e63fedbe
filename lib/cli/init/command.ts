import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import type { CommandLine } from '../command-line.ts';
import type { InitArguments } from './init.ts';

/** `init`: makes a project that depends on this package. */
export function initCommand({ commandLine }: CommandSetup): CliCommand {
  const program = new Command('init')
    .description(
      'Make a project of its own with one workflow and its test, and install what it needs with npm. ' +
        'Nothing that is there is overwritten: a folder with files in it is refused.',
    )
    .argument('[folder]', 'the folder of the project, which is made if need be (default: this one)')
    .option('--name <name>', 'name in its package.json (default: that of the folder)')
    .option(
      '--package <spec>',
      'where npm gets this package from: a version, a tarball, a URL (default: from where this command came)',
    )
    .option('--no-install', 'only write the files, and install nothing')
    .option('--json', 'print one JSON object: folder, name, package, files, installed, next')
    .option('--verbose', 'show stack traces')
    .addHelpText('after', help(commandLine));
  return {
    program,
    run: async (context) => {
      const { initProject } = await import('./init.ts');
      return await initProject(
        { folder: program.args[0], ...program.opts<Omit<InitArguments, 'folder'>>() },
        context,
      );
    },
  };
}

function help(commandLine: CommandLine): string {
  const examples = [
    'shop',
    '',
    'shop --name @acme/shop',
    'shop --package ../nova-act-cdk-0.1.0.tgz',
    'shop --no-install --json',
  ];
  return `
Examples:
${examples.map((args) => `  ${commandLine('init', args)}`.trimEnd()).join('\n')}

The project depends on the package that this command is a part of: the tarball that npx was given, its version on npm, or
in a clone what "npm pack" makes of it. Which one is said.

It gets: package.json (dev, test, check, synth, deploy), tsconfig.json, biome.json (acts that nobody awaits are errors),
cdk.json, bin/app.ts, workflows/ with catalog, settings, a workflow and its test, .gitignore and a README.

When npm fails or Ctrl-C ends it, the files stay, and "npm install" goes on from there.
Exit codes: 0 success, 1 npm failed, 2 usage or configuration (then nothing was written), 130 Ctrl-C.`;
}
