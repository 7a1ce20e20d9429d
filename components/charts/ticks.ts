import { formatBytes, formatNumber, formatSeconds } from '@/lib/format';
import type { Format } from './chart-data';

// Values beside an axis are rounded so that neighbours differ.

export const tickBytes: Format = (value) =>
  value >= 1e3 && value < 1e4 ? `${formatNumber(value / 1e3)} kB` : formatBytes(value);

export const tickSeconds: Format = (value) => (value === 0 ? '0' : formatSeconds(value));

export const formatCelsius: Format = (value) => `${formatNumber(value)} °C`;
