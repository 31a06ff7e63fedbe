import path from 'node:path';
import { SERVICE_NAME } from '../../../lib/contract/protocol.ts';
import { projectRoot } from '../support/processes.ts';
import type { Client } from './client.ts';
import type { Row } from './row.ts';

export const PAGE = path.join(projectRoot, 'docs', 'conformance.md');

/** What the page says of an operation of a client. */
export interface Entry {
  /** Heading of its section. */
  readonly section: string;
  readonly operation: string;
  readonly client: string;
  readonly result: string;
}

/** The page: clients, and what became of every operation, by service. */
export function pageOf(clients: readonly Client[], entries: readonly Entry[]): string {
  const sections = Object.keys(SECTIONS).map((title) => {
    const lines = linesOf(
      entries.filter(({ section }) => section === title),
      clients,
    );
    return `## ${title}\n\n| Operation | Client | Result |\n|---|---|---|\n${lines.join('\n')}\n`;
  });
  return `${HEAD}\n${clientTable(clients)}\n\n${sections.join('\n')}`;
}

/** What a page says of one client. */
export function entriesIn(page: string, client: string): readonly Entry[] {
  return Object.keys(SECTIONS).flatMap((section) => {
    const [, after = ''] = page.split(`\n## ${section}\n`);
    const [lines = ''] = after.split('\n## ');
    return lines
      .split('\n')
      .map((line) => line.replace(/^\| | \|$/g, '').split(/(?<!\\) \| /))
      .filter(([, clients]) => clients?.split(', ').includes(client))
      .map(([operation = '', , result = '']) => ({
        section,
        operation,
        client,
        result: result.replaceAll('\\|', '|'),
      }));
  });
}

/** Where a row stands. */
export function entryOf({ service, operation, how, client, result }: Row): Entry {
  const [section, services] = Object.entries(SECTIONS).find(([, each]) => each.includes(service)) ?? [];
  if (section === undefined || services === undefined) throw new Error(`No section has ${service}.`);
  const name = services.length > 1 ? `${service}: ${operation}` : operation;
  return { section, operation: how === '' ? name : `${name}, ${how}`, client, result };
}

const HEAD = `# Which clients work with local AWS

Every row is a real call of an unmodified client against [local AWS](local-services.md), as \`npm run local\` starts it, with the variables that it prints.
\`npm run test:interop\` makes the calls and compares this page with what came back; \`npm run conformance\` writes it.
Nothing of this has been run on AWS.

- **works**: what must come back came back; it is looked at, not only that there was no error.
- **refused**: the error, as the client shows it. What local AWS does not serve is refused by name; after the first sentence, for which "…" stands, it says what is served, and
  that \`--upstream\` passes the rest on to an emulator.
- **differs**: there was no error, and something else came back.
`;

/** Headings, and the services below each. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  STS: [SERVICE_NAME.sts],
  'Nova Act': [SERVICE_NAME.novaAct],
  'AgentCore Runtime': [SERVICE_NAME.agentCore],
  S3: [SERVICE_NAME.s3],
  'CloudWatch Logs': ['logs'],
  SNS: [SERVICE_NAME.sns],
  'Secrets Manager': [SERVICE_NAME.secretsManager],
  'Services that are not here': ['cloudformation', 'dynamodb', 'ec2', 'lambda', 'sqs'],
};

function clientTable(clients: readonly Client[]): string {
  const lines = clients.map(({ name, version, remark = '' }) => `| ${name} | ${version} | ${remark} |`);
  return ['| Client | Version | Remark |', '|---|---|---|', ...lines].join('\n');
}

/** Clients with the same result share a line. */
function linesOf(entries: readonly Entry[], clients: readonly Client[]): readonly string[] {
  const order = clients.map(({ name }) => name);
  return groups(entries, ({ operation }) => operation).flatMap((same) =>
    groups(same, ({ result }) => result).map(([first, ...others]) => {
      const names = [first, ...others]
        .map(({ client }) => client)
        .sort((a, b) => order.indexOf(a) - order.indexOf(b));
      return `| ${first.operation} | ${names.join(', ')} | ${first.result.replaceAll('|', '\\|')} |`;
    }),
  );
}

/** In the order in which keys come first. */
function groups(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
): readonly (readonly [Entry, ...Entry[]])[] {
  const found = new Map<string, [Entry, ...Entry[]]>();
  for (const entry of entries) {
    const group = found.get(keyOf(entry));
    if (group === undefined) found.set(keyOf(entry), [entry]);
    else group.push(entry);
  }
  return [...found.values()];
}
