import 'server-only';
import { NO_BRAKE_SERIES, type Plan } from '@/lib/schemas/plan';
import { durationSeconds } from '@/lib/scrape-duration';
import type { Texts } from '../change/records/texts';
import { AppError } from '../errors';
import { stackFile } from '../files/stack-files';
import { inFile } from '../files/yaml/edit';
import { readTextMap } from '../files/yaml/keys';
import { parseByteSize } from '../vmagent/byte-size';
import { variablesIn } from './settings';

/** Compose's default for `REMOTE_WRITE_MAX_DISK_USAGE` in docker-compose.yml. */
export const DEFAULT_BUFFER_BYTES = 1024 ** 3;
export const DEFAULT_RETENTION_DAYS = 14;
const DEFAULT_MAX_SERIES = 20_000;
export const NO_PLAN: Plan = { series: null, pointsPerMinute: null, maxSeries: DEFAULT_MAX_SERIES };

/** `external_labels`. @throws AppError invalid-stack */
export function labelsIn(texts: Texts): Map<string, string> {
  const { relative } = stackFile('vmagent-config');
  return inFile(relative, () =>
    readTextMap(texts.get('vmagent-config') ?? '', ['global', 'external_labels']),
  );
}

/** The buffer's cap in bytes, as set; vmagent takes one below 512 MiB as 512 MiB. @throws AppError invalid-stack */
export function bufferBytesIn(texts: Texts): number {
  const text = variablesIn(texts)('REMOTE_WRITE_MAX_DISK_USAGE');
  if (text === '') return DEFAULT_BUFFER_BYTES;
  const bytes = parseByteSize(text);
  if (bytes !== null) return bytes;
  throw new AppError('invalid-stack', 'REMOTE_WRITE_MAX_DISK_USAGE in .env is no size such as 1GiB.');
}

/**
 * Days that the local store keeps; a number without a unit is months of 31 days.
 * https://docs.victoriametrics.com/victoriametrics/single-server-victoriametrics/#retention
 * @throws AppError invalid-stack
 */
export function retentionDaysIn(texts: Texts): number {
  const text = variablesIn(texts)('VICTORIA_METRICS_RETENTION');
  if (text === '') return DEFAULT_RETENTION_DAYS;
  const isMonths = /^\d+(?:\.\d+)?$/.test(text);
  const seconds = durationSeconds(isMonths ? `${Number(text) * 31}d` : text);
  if (seconds !== null) return Math.max(1, Math.round(seconds / 86_400));
  throw new AppError('invalid-stack', 'VICTORIA_METRICS_RETENTION in .env is no duration such as 14d.');
}

export function allowedHostsIn(texts: Texts): string[] {
  return variablesIn(texts)('WEIR_ALLOWED_HOSTS')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
}

/** What the destination's plan covers, and the brake. @throws AppError invalid-stack */
export function planIn(texts: Texts): Plan {
  const value = variablesIn(texts);
  const whole = (name: string): number | null => {
    const text = value(name).trim();
    if (text === '') return null;
    if (/^-?\d{1,12}$/.test(text)) return Number(text);
    throw new AppError('invalid-stack', `${name} in .env is no whole number.`);
  };
  const maxSeries = whole('REMOTE_WRITE_MAX_SERIES') ?? DEFAULT_MAX_SERIES;
  return {
    series: whole('PLAN_SERIES'),
    pointsPerMinute: whole('PLAN_POINTS_PER_MINUTE'),
    maxSeries: maxSeries > 0 && maxSeries < NO_BRAKE_SERIES ? maxSeries : null,
  };
}
