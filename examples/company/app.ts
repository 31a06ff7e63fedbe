import { Validations } from 'aws-cdk-lib';
import { HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { workflowApp } from 'nova-act-cdk/cdk';
import { catalog } from './workflows/catalog.js';
import { settings } from './workflows/settings.js';

const app = workflowApp({
  catalog,
  settings,
  projectRoot: import.meta.dirname,
  processEnvironment: process.env,
});

// A finding that nobody has given a reason for ends the synthesis.
Validations.of(app).addPlugins(
  new HIPAASecurityChecks(app),
  new NIST80053R5Checks(app),
  new PCIDSS321Checks(app),
);
