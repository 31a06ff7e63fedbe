import { FLEET_DEFAULTS } from '../../../lib/catalog/fleet-defaults.ts';
import { ASSUMED, fleetCosts } from './fleet-costs.ts';

/** The page with the table of time and cost. */
export const PAGE = 'docs/fleets.md';

/** With the quotas of Nova Act raised, so many run at a time. */
const RAISED = 1000;

/** The page with the table as it is calculated: whatever stood between the marks before is replaced. */
export function withFleetCosts(page: string): string {
  const [before = '', rest] = page.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (after === undefined) throw new Error(`${PAGE} has no ${BEGIN} before ${END}.`);
  return `${before}${BEGIN}\n${table()}\n${END}${after}`;
}

const BEGIN = '<!-- costs: npm run docs:fleets -->';
const END = '<!-- end of costs -->';

function table(): string {
  const { concurrency } = FLEET_DEFAULTS;
  const steps = RAISED / ASSUMED.secondsPerStep;
  const head = [
    'Items',
    'Each takes',
    `${concurrency} at a time (the default)`,
    `${inThousands(RAISED)} at a time (needs ${steps} steps a second)`,
    'Nova Act',
    'AgentCore',
    'Step Functions, Lambda, S3',
  ];
  const lines = [1000, 10_000, 100_000].flatMap((items) =>
    [1, 5, 30].map((minutes) => {
      const slow = fleetCosts({ items, minutes, atATime: concurrency });
      const fast = fleetCosts({ items, minutes, atATime: RAISED });
      const costs = [slow.novaAct, slow.agentCore, slow.others].map(dollars);
      return [inThousands(items), `${minutes} min`, inWords(slow.minutes), inWords(fast.minutes), ...costs];
    }),
  );
  const ruler = head.map((_, column) => (column < 2 ? '---' : '---:'));
  return [head, ruler, ...lines].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function inWords(minutes: number): string {
  if (minutes < 100) return `${Math.ceil(minutes)} min`;
  const hours = minutes / 60;
  return hours < 72 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}

function dollars(amount: number): string {
  return `$${amount < 10 ? amount.toFixed(2) : inThousands(Math.round(amount))}`;
}

function inThousands(amount: number): string {
  return amount.toLocaleString('en-US');
}
