import { ASSUMED, OMITTED_COSTS, type Workload } from './assumptions.ts';
import { billOf, byService, totalOf, type Line, type ServiceCost } from './bill.ts';
import { MARKS, PRICES, type PriceName } from './prices.ts';

const money = (dollars: number): string =>
  dollars >= 1000 ? Math.round(dollars).toLocaleString('en-US') : dollars.toFixed(dollars >= 100 ? 1 : 2);

const cells = (widths: readonly number[], values: readonly string[]): string =>
  values
    .map((value, index) => (index === 0 ? value.padEnd(widths[0]!) : value.padStart(widths[index]!)))
    .join('  ')
    .trimEnd();

/** Returns the marks of the prices in a service's lines, or an empty string if all were read on AWS's pages. */
const marksOf = (lines: readonly Line[], service: string): string =>
  [
    ...new Set(
      lines.filter((line) => line.service === service).map(({ price }) => MARKS[PRICES[price].reading].mark),
    ),
  ]
    .sort()
    .join('');

/** Returns the costs of both designs by service, then the lines, assumptions and prices behind them. */
export function report(workload: Workload, lines: readonly Line[], plainLines: readonly Line[]): string {
  const { images, dicomShare, frames } = workload;
  const widths = [16, 12, 12, 16, 14, 6];
  const costs = byService(lines);
  const plainCosts = byService(plainLines);
  const sum = (list: ServiceCost[], key: 'fixed' | 'usage') => list.reduce((all, cost) => all + cost[key], 0);
  const per1000 = (dollars: number) => (dollars / images) * 1000;
  const rowOf = (service: string, fixed: number, usage: number, plain: number, marks: string) =>
    cells(widths, [service, money(fixed + usage), money(fixed), money(per1000(usage)), money(plain), marks]);
  return [
    `${images.toLocaleString('en-US')} images a month, ${dicomShare * 100}% DICOM of ${frames} frame${frames === 1 ? '' : 's'}; dollars, list prices of us-east-1`,
    '',
    cells(widths, ['', 'a month', 'fixed part', 'usage per 1,000', 'plain a month', 'marks']),
    ...costs.map(({ service, fixed, usage }) => {
      const other = plainCosts.filter((cost) => cost.service === service);
      return rowOf(service, fixed, usage, totalOf(other), marksOf(lines, service));
    }),
    rowOf('all', sum(costs, 'fixed'), sum(costs, 'usage'), totalOf(plainCosts), ''),
    '',
    `per 1,000 images, all in: ${money(per1000(totalOf(costs)))}; plain: ${money(per1000(totalOf(plainCosts)))}`,
    `without Rekognition: ${money(per1000(withoutRekognition(costs)))}; plain: ${money(per1000(withoutRekognition(plainCosts)))}`,
    '',
    'Lines, event-driven:',
    ...linesOf(lines),
    '',
    'Lines, plain:',
    ...linesOf(plainLines),
    '',
    'Assumed:',
    ...Object.entries(ASSUMED).map(([name, { value, what }]) => `  ${name} = ${value} ${what}`),
    '',
    'Not included:',
    ...OMITTED_COSTS.map((what) => `  ${what}`),
    '',
    'Prices:',
    ...Object.keys(PRICES).map((name) => priceLine(name as PriceName)),
    ...Object.values(MARKS)
      .filter(({ mark }) => mark !== '')
      .map(({ mark, says }) => `  ${mark}: ${says}`),
  ].join('\n');
}

const withoutRekognition = (costs: readonly ServiceCost[]): number =>
  totalOf(costs.filter(({ service }) => service !== 'Rekognition'));

const linesOf = (lines: readonly Line[]): string[] =>
  billOf(lines).map(
    ({ service, what, quantity, price, dollars }) =>
      `  ${service}: ${what}: ${quantity.toLocaleString('en-US', { maximumFractionDigits: 1 })} x ${PRICES[price].unit} = $${money(dollars)}`,
  );

function priceLine(name: PriceName): string {
  const { unit, tiers, page, reading, asOf } = PRICES[name];
  const steps = tiers.map(([upTo, dollars]) =>
    upTo === Infinity ? `$${dollars}` : `$${dollars} up to ${upTo.toLocaleString('en-US')}`,
  );
  const { mark } = MARKS[reading];
  return `  ${mark.padEnd(1)} ${unit}: ${steps.join(', ')} (${page}, ${asOf})`;
}
