import { formatNumber } from './format';

/** The same of a value of any size: what would read as nothing, or run out of its column, in powers of ten: `1.20e-7`. */
export function formatValue(value: number): string {
  const size = Math.abs(value);
  return value !== 0 && (size < 0.01 || size >= 1e13) ? value.toExponential(2) : formatNumber(value);
}
