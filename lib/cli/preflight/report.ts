import type { PlannedStack } from '../../assembly/read-assembly.ts';
import { stackOf } from '../../core/errors.ts';
import { visible } from '../../core/visible.ts';
import type { CommandContext } from '../command-context.ts';
import { printEnvelope } from '../envelope.ts';
import type { PreflightFailure } from './failure.ts';
import type { Finding, Findings } from './finding.ts';

/** Tells people (stdout; failures on stderr) and programs (one envelope on stdout) what was found. */
export interface PreflightReport {
  compared(result: {
    readonly app: string;
    readonly regions: ReadonlyMap<string, readonly PlannedStack[]>;
    readonly findings: Findings;
  }): void;
  failed(details: { readonly failure: PreflightFailure; readonly error: unknown }): void;
}

/** Makes a {@link PreflightReport}. */
export function createPreflightReport(options: {
  readonly json?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly context: Pick<CommandContext, 'stdout' | 'stderr'>;
}): PreflightReport {
  const { json = false, verbose = false, context } = options;
  return {
    compared({ app, regions, findings: { refused, notices } }) {
      if (json) {
        const stacks = [...regions].flatMap(([region, planned]) =>
          planned.map(({ stackName }) => ({ stackName, region })),
        );
        const data = { refused, notices, stacks };
        return printEnvelope(context, refused.length === 0 ? { ok: true, data } : { ...REFUSED, data });
      }
      const places = [...regions].map(([region, { length }]) => `${count(length, 'stack')} in ${region}`);
      const verdict =
        refused.length === 0
          ? `Nothing that CloudFormation is known to refuse. Deploy with: npx cdk deploy --all --app ${app}`
          : `Refused, before anything is built: ${count(refused.length, 'problem')}.`;
      context.stdout(
        `${[
          `Compared ${places.join(', ')} with what is deployed.`,
          ...refused.map((each, index) => `${index + 1}. ${describe(each)}`),
          ...notices.map((each) => `Note: ${describe(each)}`),
          verdict,
        ].join('\n\n')}\n`,
      );
    },
    failed({ failure, error }) {
      if (json) printEnvelope(context, { ok: false, error: failure.error });
      context.stderr(`Error: ${visible(failure.error.message)}\n`);
      if (verbose) context.stderr(`${visible(stackOf(error))}\n`);
    },
  };
}

const REFUSED = {
  ok: false,
  error: {
    code: 'DeploymentRefused',
    source: 'user',
    message: 'CloudFormation would refuse the deployment: what is in data.refused.',
    retryable: false,
    help: 'Each of data.refused has its wayOut.',
  },
} as const;

function describe({ stackName, region, what, wayOut, source }: Finding): string {
  const place = region === undefined ? stackName : `${stackName} (${region})`;
  return `${place}: ${what}\n   Way out: ${wayOut}\n   Source: ${source}`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
