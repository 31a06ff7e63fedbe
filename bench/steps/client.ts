import path from 'node:path';
import type { Chromium } from '../../test/interop/support/chromium.ts';
import { type Conversation, converse } from '../../test/interop/support/conversation.ts';
import { newestPython } from '../newest-python.ts';
import { startOurChromium } from './our-chromium.ts';

/** A process with an SDK that is told line by line what to do, and says what it took. */
export interface Client extends AsyncDisposable {
  /** Opens so many sessions on a page. They stay open. */
  open(options: OpenSessions): Promise<unknown>;
  /** One act of so many steps in each open session, all at the same time. @returns the CPU time of the client, without browsers */
  act(steps: number): Promise<{ readonly cpuMs: number }>;
  /** What it holds after collecting what is garbage. */
  memory(): Promise<Memory>;
}

/** Of the client without browsers. */
export interface Memory {
  /** Heap and buffers of Node. */
  readonly heldMegabytes: number;
  readonly rssMegabytes: number;
  /** The greatest RSS so far, garbage included. */
  readonly peakMegabytes: number;
}

export interface OpenSessions {
  readonly url: string;
  readonly withDom: boolean;
  /** @default 1 */
  readonly sessions?: number;
  /** Makes the traces of acts. @default false, as anywhere but where a workflow is deployed; the Python SDK always does */
  readonly isTraced?: boolean;
  /** Browsers of the sessions of the Python SDK. */
  readonly devToolsUrls?: readonly string[];
}

/** This project's SDK with browsers as it starts them. */
export function ourClient(serviceUrl: string): Client {
  const script = path.join(import.meta.dirname, 'client-process.ts');
  const environment = {
    AWS_ENDPOINT_URL_NOVA_ACT: serviceUrl,
    AWS_REGION: 'us-east-1',
    NODE_EXTRA_CA_CERTS: '',
  };
  return clientOf(converse(process.execPath, ['--expose-gc', '--import', 'tsx', script], environment));
}

/** AWS's SDK for Python, with the same Chromium and its switches. Each session has one of its own: in one browser they would take each other's pages. */
export async function pythonClient(serviceUrl: string, say: (text: string) => void): Promise<PythonClient> {
  const { executable, versions } = await newestPython(say);
  const script = path.join(import.meta.dirname, 'python_client.py');
  const environment = {
    AWS_ENDPOINT_URL_NOVA_ACT: serviceUrl,
    AWS_ENDPOINT_URL_STS: serviceUrl,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    NOVA_ACT_LOG_LEVEL: '40',
  };
  const browsers: Chromium[] = [];
  const client = clientOf(converse(executable, [script], environment));
  return {
    ...client,
    versions,
    async open(options) {
      const first = browsers.length;
      while (browsers.length < first + (options.sessions ?? 1)) {
        browsers.push(await startOurChromium());
      }
      const devToolsUrls = browsers.slice(first).map(({ devToolsUrl }) => devToolsUrl);
      return await client.open({ ...options, devToolsUrls });
    },
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      for (const browser of browsers) await browser[Symbol.asyncDispose]();
    },
  };
}

export interface PythonClient extends Client {
  readonly versions: Readonly<Record<string, string>>;
}

function clientOf(conversation: Conversation): Client {
  const ask = async (question: unknown) =>
    (await conversation.ask(question)) as Readonly<Record<string, number>>;
  return {
    open: (options) => ask({ open: options }),
    memory: async () => {
      const {
        heldMegabytes = Number.NaN,
        rssMegabytes = Number.NaN,
        peakMegabytes = Number.NaN,
      } = await ask({ memory: true });
      return { heldMegabytes, rssMegabytes, peakMegabytes };
    },
    act: async (steps) => {
      const { cpuMs = Number.NaN } = await ask({ act: steps });
      return { cpuMs };
    },
    async [Symbol.asyncDispose]() {
      await conversation[Symbol.asyncDispose]();
    },
  };
}
