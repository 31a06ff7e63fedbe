/** A real HTTP server on loopback that answers CloudFormation's query protocol with stacks from data. */
import { createServer } from 'node:http';

/** A stack as a test describes it. */
export interface StandInStack {
  readonly status?: string | undefined;
  readonly isProtected?: boolean | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** Values of exports. Their outputs are in the template. */
  readonly exports?: Readonly<Record<string, string>> | undefined;
  readonly template?: unknown;
}

/** An account that has these stacks. It counts what is asked, and refuses what the preflight should not ask. */
export async function startDeployedAccount(options: {
  readonly stacks: Readonly<Record<string, StandInStack>>;
  /** The stacks that import an export. */
  readonly importers?: Readonly<Record<string, readonly string[]>>;
  readonly account?: string;
  /** Stacks on a page of a list. @default 2 */
  readonly pageSize?: number;
  /** Answers with these errors first, one for each request. */
  readonly failures?: readonly { readonly status: number; readonly code: string }[];
}): Promise<AsyncDisposable & { readonly url: string; readonly asked: readonly string[] }> {
  const { stacks, importers = {}, account = '123456789012', pageSize = 2, failures = [] } = options;
  const asked: string[] = [];
  const waiting = [...failures];
  const answer = (query: URLSearchParams): string | { readonly status: number; readonly code: string } => {
    const action = query.get('Action') ?? '';
    const name = query.get('StackName') ?? query.get('ExportName') ?? '';
    asked.push(name === '' ? action : `${action} ${name}`);
    const failure = waiting.shift();
    if (failure !== undefined) return failure;
    const start = Number(query.get('NextToken') ?? 0);
    const more = (all: readonly unknown[]): string =>
      start + pageSize < all.length ? `<NextToken>${start + pageSize}</NextToken>` : '';
    if (action === 'DescribeStacks') {
      const all = Object.entries(stacks);
      const page = all.slice(start, start + pageSize).map(([stack, data]) => stackXml(stack, data, account));
      return `<Stacks>${page.join('')}</Stacks>${more(all)}`;
    }
    if (action === 'GetTemplate' && stacks[name]?.template !== undefined) {
      const { template } = stacks[name];
      return `<TemplateBody>${escapeXml(typeof template === 'string' ? template : JSON.stringify(template))}</TemplateBody>`;
    }
    if (action === 'ListImports' && importers[name] !== undefined) {
      const all = importers[name];
      return `<Imports>${all
        .slice(start, start + pageSize)
        .map(member)
        .join('')}</Imports>${more(all)}`;
    }
    return { status: 400, code: 'ValidationError' };
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const query = new URLSearchParams(Buffer.concat(chunks).toString());
      const result = answer(query);
      const action = query.get('Action');
      response.writeHead(typeof result === 'string' ? 200 : result.status, { 'content-type': 'text/xml' });
      response.end(
        typeof result === 'string'
          ? `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result></${action}Response>`
          : `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${result.code}</Code><Message>refused by the stand-in</Message></Error></ErrorResponse>`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

function stackXml(name: string, stack: StandInStack, account: string): string {
  const { status = 'UPDATE_COMPLETE', isProtected = false, parameters = {}, exports = {} } = stack;
  return member(
    [
      `<StackName>${name}</StackName>`,
      `<StackId>arn:aws:cloudformation:us-east-1:${account}:stack/${name}/1</StackId>`,
      `<StackStatus>${status}</StackStatus>`,
      '<CreationTime>2026-01-01T00:00:00Z</CreationTime>',
      `<EnableTerminationProtection>${isProtected}</EnableTerminationProtection>`,
      `<Parameters>${Object.entries(parameters)
        .map(([key, value]) =>
          member(`<ParameterKey>${key}</ParameterKey><ParameterValue>${value}</ParameterValue>`),
        )
        .join('')}</Parameters>`,
      `<Outputs>${Object.entries(exports)
        .map(([key, value]) =>
          member(
            `<OutputKey>Key</OutputKey><OutputValue>${value}</OutputValue><ExportName>${key}</ExportName>`,
          ),
        )
        .join('')}</Outputs>`,
    ].join(''),
  );
}

function member(text: string): string {
  return `<member>${text}</member>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
