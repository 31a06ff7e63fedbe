import { type CheckOutcome, lacking, ok, warning } from '../outcome.ts';
import { compareVersions, majorOf, VERSIONS } from '../versions.ts';

/** Whether what deploys an app fits together: `aws-cdk-lib`, `constructs`, and the CLI `aws-cdk`. */
export function cdkRule({ lib, constructs, cli }: CdkFacts): CheckOutcome {
  const { cdkLib, cdkCli } = VERSIONS;
  const install = `npm install --save-dev aws-cdk-lib@^${cdkLib.floor} constructs aws-cdk@${cdkCli.tested}`;
  const absent = Object.entries({ 'aws-cdk-lib': lib, constructs, 'aws-cdk': cli }).flatMap(
    ([name, version]) => (version === undefined ? [name] : []),
  );
  if (absent.length === 3) return warning('not installed; only deployments need it', install);
  if (lib !== undefined && compareVersions(lib, cdkLib.floor) < 0)
    return lacking(`aws-cdk-lib ${lib}, but ${cdkLib.floor} or later is needed`, install);
  if (constructs !== undefined && compareVersions(constructs, VERSIONS.constructs.floor) < 0)
    return lacking(`constructs ${constructs}, but ${VERSIONS.constructs.floor} or later is needed`, install);
  const found = `aws-cdk-lib ${lib}, constructs ${constructs}, aws-cdk ${cli}`;
  if (cli !== undefined && majorOf(cli) !== majorOf(cdkCli.tested))
    return lacking(
      `aws-cdk ${cli}, an old program that rejects today's assemblies, although the registry calls it the latest`,
      `npm install --save-dev aws-cdk@${cdkCli.tested}`,
    );
  if (absent.length > 0) return warning(`not installed: ${absent.join(', ')}; deployments need it`, install);
  if (cli !== undefined && compareVersions(cli, cdkCli.tested) < 0)
    return warning(
      `${found}; assemblies of newer libraries may be too new for that CLI`,
      `npm install --save-dev aws-cdk@${cdkCli.tested}`,
    );
  return ok(found);
}

/** The versions that a project has; `undefined` for what is not installed. */
export interface CdkFacts {
  readonly lib: string | undefined;
  readonly constructs: string | undefined;
  readonly cli: string | undefined;
}

/** Whether the types of workflows can be checked. */
export function typescriptRule(version: string | undefined): CheckOutcome {
  const { floor } = VERSIONS.typescript;
  const install = 'npm install --save-dev typescript @types/node';
  if (version === undefined)
    return warning('not installed: workflows run, and nobody checks their types', install);
  if (compareVersions(version, floor) < 0)
    return warning(`${version}; the types of this package need ${floor} or later`, install);
  return ok(version);
}
