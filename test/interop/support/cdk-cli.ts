import path from 'node:path';
import { projectRoot, run } from './processes.ts';

/** What a command of the CDK CLI ended with. */
export interface CdkResult {
  readonly succeeded: boolean;
  /** All that it printed. */
  readonly output: string;
}

/** Runs the CDK CLI of this project, whatever it ends with. */
export async function cdk(
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<CdkResult> {
  const cli = path.join(projectRoot, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  try {
    const { stdout, stderr } = await run(
      process.execPath,
      [cli, ...args, '--no-notices', '--no-color'],
      environment,
    );
    return { succeeded: true, output: stdout + stderr };
  } catch (error) {
    return { succeeded: false, output: String(error) };
  }
}
