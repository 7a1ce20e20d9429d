import type { Format } from '@/components/charts/chart-data';
import { formatCelsius, tickBytes, tickSeconds } from '@/components/charts/ticks';
import { formatDuration } from '@/lib/duration';
import { inEnglish } from '@/lib/english';
import {
  formatByteRate,
  formatBytes,
  formatDateTime,
  formatDay,
  formatNumber,
  formatPercent,
  formatSeconds,
  formatShare,
} from '@/lib/format';
import type { LookUnit } from '@/lib/schemas/look/dashboard';

interface UnitLook {
  format: Format;
  /** As `format`, for the axis, where it has to be short. */
  tick: Format;
  /** As `format`, where that rounds, for what was set. */
  exact?: Format;
}

/** What is next to nothing is not nothing. @param digits of the smallest number that is written */
const numberWith =
  (digits: number): Format =>
  (value) => {
    if (value === 0 || Math.abs(value) >= 0.01) return formatNumber(value);
    const least = 10 ** -digits;
    if (Math.abs(value) >= least) return inEnglish(value, digits);
    return value > 0 ? `< ${least}` : `> -${least}`;
  };
const number = numberWith(2);
/** Most containers use next to none of a processor, and are told apart all the same. */
const numberOfCores = numberWith(4);

const tickNumber: Format = (value) => {
  const size = Math.abs(value);
  if (size >= 1e6) return `${formatNumber(value / 1e6)} M`;
  if (size >= 1e4) return `${formatNumber(value / 1e3)} k`;
  return size < 1 ? inEnglish(value, 4) : formatNumber(value);
};

/** What stands behind so many digits comes of reckoning. */
const MOST_DIGITS = 12;
const DIGITS = 6;

/**
 * Of no known unit: six digits, and as many as it takes for what is next to a whole number not to be called one. What is too
 * large or too small to be read is a power of ten.
 */
const figures: Format = (value) => {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-4 || size >= 1e12)) return Number(value.toPrecision(DIGITS)).toExponential();
  const exact = Number(value.toPrecision(MOST_DIGITS));
  if (Number.isInteger(exact)) return inEnglish(exact);
  let digits = Math.max(1, DIGITS - 1 - Math.floor(Math.log10(size)));
  while (Number.isInteger(Number(exact.toFixed(digits)))) digits += 1;
  return inEnglish(exact, digits);
};

const tickFigures: Format = (value) =>
  (Math.abs(value) < 1e12 && Math.abs(value) >= 1e4 ? tickNumber : figures)(value);

/** From two minutes on in the words of a duration. */
const seconds: Format = (value) => {
  if (value < 0) return `-${seconds(-value)}`;
  if (value === 0) return '0 s';
  if (value < 1e-3) return `${formatNumber(value * 1e6)} µs`;
  return value < 120 ? formatSeconds(value) : formatDuration(value);
};

/** In one unit with its fraction: two and a half hours lie between two and three. */
const tickLongSeconds: Format = (value) => {
  if (value < 0) return `-${tickLongSeconds(-value)}`;
  if (value > 0 && value < 1e-3) return `${formatNumber(value * 1e6)} µs`;
  if (value >= 2 * 86_400) return `${formatNumber(value / 86_400)} d`;
  if (value >= 2 * 3_600) return `${formatNumber(value / 3_600)} h`;
  return value >= 120 ? `${formatNumber(value / 60)} min` : tickSeconds(value);
};

const cores: Format = (value) => `${numberOfCores(value)} ${value === 1 ? 'core' : 'cores'}`;
const share: Format = (value) => formatShare(value, 1);

/** In the units in which people set it. */
const exactSeconds: Format = (value) =>
  value % 60 === 0 ? `${inEnglish(value / 60)} min` : `${inEnglish(value, 3)} s`;

/** The month of a moment: `Sept 2026`. */
function monthOf(value: number): string {
  const [, month] = formatDay(value * 1000).split(' ');
  return `${month} ${new Date(value * 1000).getFullYear()}`;
}

/** How a value is written, by its unit. */
export const unitLooks: Record<LookUnit, UnitLook> = {
  bytes: { format: formatBytes, tick: tickBytes },
  'bytes-per-second': { format: formatByteRate, tick: (value) => `${tickBytes(value)}/s` },
  celsius: { format: formatCelsius, tick: formatCelsius },
  cores: { format: cores, tick: tickNumber },
  count: { format: number, tick: tickNumber },
  milliseconds: {
    format: (value) => seconds(value / 1000),
    tick: (value) => tickLongSeconds(value / 1000),
  },
  moment: {
    format: (value) => formatDateTime(value * 1000),
    tick: monthOf,
  },
  number: { format: figures, tick: tickFigures },
  'per-second': { format: (value) => `${number(value)} /s`, tick: tickNumber },
  percent: { format: formatPercent, tick: formatPercent },
  seconds: { format: seconds, tick: tickLongSeconds, exact: exactSeconds },
  share: { format: share, tick: share, exact: (value) => `${inEnglish(value * 100, 3)} %` },
};
