import { PRICES, type Price, type PriceName } from './prices.ts';

/** The quantity of a priced unit that a month uses. */
export interface Line {
  service: string;
  what: string;
  price: PriceName;
  /** Units a month. */
  quantity: number;
  /** True for costs that do not depend on the number of images. */
  fixed?: boolean;
}

/** The dollars of a month for a service. */
export interface ServiceCost {
  service: string;
  fixed: number;
  usage: number;
}

/** Returns the dollars for a quantity of one price, tier by tier. */
export function dollarsOf({ tiers }: Pick<Price, 'tiers'>, quantity: number): number {
  let paid = 0;
  let from = 0;
  for (const [upTo, dollars] of tiers) {
    paid += Math.max(0, Math.min(quantity, upTo) - from) * dollars;
    from = upTo;
  }
  return paid;
}

/** Adds dollars to each line. Lines with the same price share its tiers, and each pays its share of their total. */
export function billOf(lines: readonly Line[]): (Line & { dollars: number })[] {
  return lines.map((line) => {
    const together = lines
      .filter(({ price }) => price === line.price)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    const share = together === 0 ? 0 : line.quantity / together;
    return { ...line, dollars: dollarsOf(PRICES[line.price], together) * share };
  });
}

/** Returns the costs by service, the highest first. */
export function byService(lines: readonly Line[]): ServiceCost[] {
  const services = new Map<string, ServiceCost>();
  for (const { service, fixed = false, dollars } of billOf(lines)) {
    const cost = services.get(service) ?? { service, fixed: 0, usage: 0 };
    cost[fixed ? 'fixed' : 'usage'] += dollars;
    services.set(service, cost);
  }
  return [...services.values()].sort((a, b) => b.fixed + b.usage - a.fixed - a.usage);
}

export const totalOf = (costs: readonly ServiceCost[]): number =>
  costs.reduce((sum, { fixed, usage }) => sum + fixed + usage, 0);
