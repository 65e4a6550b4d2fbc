import { InvalidEventPatternException } from './invalidEventPatternException.ts';

/** EventBridge compares numbers up to five billion. */
const LIMIT = 5e9;

/** Returns true if EventBridge can compare the number. */
export const isComparable = (value: number): boolean => Math.abs(value) <= LIMIT;

function requireNumber(value: unknown, operator: string): number {
  if (typeof value !== 'number')
    throw new InvalidEventPatternException(`Value of ${operator} must be numeric`);
  if (!isComparable(value))
    throw new InvalidEventPatternException(`Value must be between ${-LIMIT} and ${LIMIT}, inclusive`);
  return value;
}

/** Compiles an expression such as `[">", 0, "<=", 5]`; throws InvalidEventPatternException for an invalid one. */
export function compileNumericTest(expression: unknown): (value: number) => boolean {
  if (!Array.isArray(expression))
    throw new InvalidEventPatternException('Value of numeric must be an array.');
  const [operator, value, upper, top, ...rest] = expression as unknown[];
  const length = expression.length;
  if (typeof operator !== 'string')
    throw new InvalidEventPatternException(`Invalid member in numeric match: ${String(operator)}`);
  const isLower = operator === '>' || operator === '>=';
  if (!isLower && !['=', '<', '<='].includes(operator))
    throw new InvalidEventPatternException(`Unrecognized numeric range operator: ${operator}`);
  const first = requireNumber(value, operator);
  const lowerHolds = compileComparison(operator, first);
  if (length === 2) return (given) => isComparable(given) && lowerHolds(given);
  if (!isLower || rest.length > 0)
    throw new InvalidEventPatternException('Too many elements in numeric expression');
  if (upper !== '<' && upper !== '<=')
    throw new InvalidEventPatternException(`Bad numeric range operator: ${String(upper)}`);
  const last = requireNumber(top, upper);
  if (first >= last) throw new InvalidEventPatternException('Bottom must be less than top');
  const upperHolds = compileComparison(upper, last);
  return (given) => isComparable(given) && lowerHolds(given) && upperHolds(given);
}

function compileComparison(operator: string, to: number): (value: number) => boolean {
  switch (operator) {
    case '=':
      return (value) => value === to;
    case '>':
      return (value) => value > to;
    case '>=':
      return (value) => value >= to;
    case '<':
      return (value) => value < to;
    default:
      return (value) => value <= to;
  }
}
