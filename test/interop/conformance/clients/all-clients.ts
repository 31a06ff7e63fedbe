import type { Client } from '../client.ts';
import { act } from './act.ts';
import { agentcore } from './agentcore.ts';
import { awsCli1, awsCli2 } from './aws-cli.ts';
import { boto3 } from './boto3.ts';
import { go } from './go.ts';
import { javaScript, serviceClient } from './javascript.ts';
import { pythonSdk } from './python-sdk.ts';

/** In the order of the page. */
export const CLIENTS: readonly Client[] = [
  boto3,
  awsCli2,
  awsCli1,
  javaScript,
  serviceClient,
  go,
  pythonSdk,
  act,
  agentcore,
];
