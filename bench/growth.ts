/**
 * The exponent with which a cost grows, 1 being linear: the slope of the line through the points, both ways by their logarithms. What it costs
 * at any size hides growth: where there is much of that, see {@link growthOfMore} and {@link growthAbove}.
 *
 * @throws Error for what has no logarithm, or a single size
 */
export function growthOf(points: readonly Point[]): number {
  if (new Set(points.map(({ size }) => size)).size < 2) throw new Error('Growth needs two sizes.');
  const logs = points.map(({ size, cost }) => [logOf(size), logOf(cost)] as const);
  const mean = (index: 0 | 1): number => logs.reduce((sum, log) => sum + log[index], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const above = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return above / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

export interface Point {
  readonly size: number;
  readonly cost: number;
}

/**
 * The exponent with which that part of a cost grows which depends on the size: of three sizes that grow by the same factor, from what the second
 * and the third cost more than the one before. What it costs at any size cancels out.
 *
 * @returns 0 when the greatest costs no more than the middle one
 * @throws Error when sizes do not grow by one factor, or the middle one costs no more than the least: then runs disturb each other too much
 */
export function growthOfMore(points: readonly [Point, Point, Point]): number {
  const [small, middle, large] = points;
  const factor = middle.size / small.size;
  if (factor <= 1 || Math.abs(large.size / middle.size / factor - 1) > 1e-9) {
    throw new Error('Sizes must grow by one factor.');
  }
  const [first, second] = [middle.cost - small.cost, large.cost - middle.cost];
  if (second <= 0) return 0;
  if (first <= 0) throw new Error(`${middle.size} cost no more than ${small.size}, ${large.size} do.`);
  return Math.max(0, Math.log(second / first) / Math.log(factor));
}

/**
 * The same of sizes by any factors, and for costs that need not grow at all: that part of a cost which it does not have at the least size, over
 * what is more of them. Where the greatest size costs less than {@link CLEAR_SHARE} more, it is 0: then nothing can be seen to grow. Sizes between
 * them count for at least {@link NOISE_SHARE} more, since what two runs differ by must not pass for a steep beginning or end.
 */
export function growthAbove(base: Point, more: readonly Point[]): number {
  const above = more.map(({ size, cost }) => ({
    size: size - base.size,
    cost: Math.max(cost - base.cost, NOISE_SHARE * base.cost),
  }));
  const greatest = above.reduce((so, next) => (next.size > so.size ? next : so), { size: 0, cost: 0 });
  return greatest.cost < CLEAR_SHARE * base.cost ? 0 : growthOf(above);
}

const CLEAR_SHARE = 0.1;
const NOISE_SHARE = 0.02;

/**
 * The exponent with which the cost of all grows that come one after the other, of what each costs early and late: 1 when a late one costs what an
 * early one did. A size is how many there were until then.
 */
export function growthOfAll(early: Point, late: Point): number {
  return 1 + growthOf([early, late]);
}

/** What one more costs, where the cost need not be above 0: the slope of the line through the points. */
export function slopeOf(points: readonly Point[]): number {
  const mean = (of: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [meanSize, meanCost] = [mean(({ size }) => size), mean(({ cost }) => cost)];
  const above = points.reduce((sum, { size, cost }) => sum + (size - meanSize) * (cost - meanCost), 0);
  return above / points.reduce((sum, { size }) => sum + (size - meanSize) ** 2, 0);
}

function logOf(value: number): number {
  if (value > 0) return Math.log(value);
  throw new Error(`${value} has no logarithm: sizes and costs of growth are greater than 0.`);
}
