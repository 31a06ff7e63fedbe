/**
 * What a fleet takes of time and money, on paper: nothing of it was measured on AWS. Times follow from how many run at a time and how
 * many sessions may begin in a second, costs from the time that sessions take.
 */
export function fleetCosts(fleet: PaperFleet): PaperCosts {
  const { items, minutes, atATime } = fleet;
  const working = (items * minutes) / Math.min(items, atATime);
  const starting = items / QUOTAS.newSessionsPerSecond / 60;
  const hours = (items * minutes) / 60;
  return {
    // The last ones have begun when all have, and then they take their time.
    minutes: Math.max(working, starting + minutes),
    novaAct: hours * PRICES.novaActHour,
    agentCore: hours * (ASSUMED.vcpus * PRICES.vcpuHour + ASSUMED.gigabytes * PRICES.gigabyteHour),
    others:
      items * (ASSUMED.transitions * PRICES.transition + PRICES.functionCall + ASSUMED.puts * PRICES.put),
  };
}

export interface PaperFleet {
  readonly items: number;
  /** How long each takes. */
  readonly minutes: number;
  readonly atATime: number;
}

/** In minutes, and in dollars of us-east-1. */
export interface PaperCosts {
  readonly minutes: number;
  readonly novaAct: number;
  readonly agentCore: number;
  /** Step Functions, Lambda, S3. */
  readonly others: number;
}

/**
 * As new accounts have them, September 2026.
 *
 * @see https://docs.aws.amazon.com/nova-act/latest/userguide/quotas.html
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html
 */
export const QUOTAS = { actStepsPerSecond: 5, newSessionsPerSecond: 25 } as const;

/** Of the session of one item. */
export const ASSUMED = { secondsPerStep: 4, vcpus: 0.5, gigabytes: 2, transitions: 3, puts: 4 } as const;

/**
 * In dollars, us-east-1, November 2026.
 *
 * @see https://aws.amazon.com/nova/pricing/
 * @see https://aws.amazon.com/bedrock/agentcore/pricing/
 * @see https://aws.amazon.com/step-functions/pricing/
 */
export const PRICES = {
  novaActHour: 4.75,
  vcpuHour: 0.0895,
  gigabyteHour: 0.00945,
  transition: 0.000_025,
  /** One request, and two seconds with 256 MB. */
  functionCall: 0.000_0002 + 2 * 0.25 * 0.000_013_3334,
  put: 0.000_005,
} as const;
