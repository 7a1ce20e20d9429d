import 'server-only';
import { formatBytes, formatCount } from '@/lib/format';
import { NO_BRAKE_SERIES } from '@/lib/schemas/plan';
import type { SettingsChange } from '@/lib/schemas/settings/settings';
import { allowedHostsIn, bufferBytesIn, planIn, retentionDaysIn } from '../../stack/file-values';
import { variablesIn } from '../../stack/settings';
import type { Draft } from './draft';
import { changeOwnMetrics } from './own-metrics';

type Input<S extends keyof SettingsChange> = NonNullable<SettingsChange[S]>;

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

export function changeBuffer(draft: Draft, { maxBytes }: Input<'buffer'>): void {
  const before = known(() => bufferBytesIn(draft.texts()));
  if (before === maxBytes) return;
  const { mostBufferBytes } = draft.facts;
  if (mostBufferBytes !== null && maxBytes > mostBufferBytes) {
    draft.object(
      'buffer.maxBytes',
      `The disk has room for a buffer of at most ${formatBytes(mostBufferBytes)}.`,
      'A full disk stops vmagent for good, so 1 GB is kept free. Choose a smaller buffer, or free some space.',
    );
  }
  const size = sizeText(maxBytes);
  draft.setEnv({ REMOTE_WRITE_MAX_DISK_USAGE: size });
  draft.say(`Buffer: ${before === null ? '' : `${inWords(sizeText(before))} → `}${inWords(size)}`);
}

export function changeRetention(draft: Draft, { days }: Input<'retention'>): void {
  const before = known(() => retentionDaysIn(draft.texts()));
  if (before === days) return;
  draft.setEnv({ VICTORIA_METRICS_RETENTION: `${days}d` });
  draft.say(`This Pi’s own store keeps data for: ${before === null ? '' : `${before} d → `}${days} d`);
}

export function changePlan(draft: Draft, wanted: Input<'plan'>): void {
  const before = known(() => planIn(draft.texts()));
  const limit = (name: string, key: 'series' | 'pointsPerMinute', what: string) => {
    if (before?.[key] === wanted[key]) return;
    draft.setEnv({ [name]: wanted[key] === null ? '' : String(wanted[key]) });
    draft.say(`Plan, ${what}: ${arrow(before?.[key], wanted[key], 'no limit')}`);
  };
  limit('PLAN_SERIES', 'series', 'series');
  limit('PLAN_POINTS_PER_MINUTE', 'pointsPerMinute', 'data points a minute');
  if (before?.maxSeries === wanted.maxSeries) return;
  draft.setEnv({ REMOTE_WRITE_MAX_SERIES: String(wanted.maxSeries ?? NO_BRAKE_SERIES) });
  draft.say(`Brake at a number of series: ${arrow(before?.maxSeries, wanted.maxSeries, 'none')}`);
}

export function changePanel(draft: Draft, { allowedHosts, ownMetrics }: Input<'panel'>): void {
  if (allowedHosts !== undefined) changeHosts(draft, allowedHosts);
  if (ownMetrics !== undefined) changeOwnMetrics(draft, ownMetrics);
}

function changeHosts(draft: Draft, allowedHosts: readonly string[]): void {
  const before = allowedHostsIn(draft.texts());
  const wanted = [...new Set(allowedHosts)];
  const { host } = draft.facts;
  if (host !== null && before.includes(host) && !wanted.includes(host) && !isOwnName(draft, host)) {
    draft.object(
      'panel.allowedHosts',
      `You are using the name ${host} right now: without it this page would stop answering.`,
      'Open the panel under another of its names, or under its address, and remove the name there.',
    );
  }
  if (before.join() === wanted.join()) return;
  draft.setEnv({ WEIR_ALLOWED_HOSTS: wanted.join(',') });
  const added = wanted.filter((name) => !before.includes(name));
  const gone = before.filter((name) => !wanted.includes(name));
  if (added.length > 0) draft.say(`Panel answers to ${added.join(', ')}`);
  if (gone.length > 0) draft.say(`Panel no longer answers to ${gone.join(', ')}`);
  if (added.length + gone.length === 0) draft.say('Names of the panel in another order');
}

/** `10,000 → 20,000`; without what it was where that cannot be read. */
function arrow(before: number | null | undefined, after: number | null, nothing: string): string {
  const inWords = (value: number | null) => (value === null ? nothing : formatCount(value));
  return before === undefined ? inWords(after) : `${inWords(before)} → ${inWords(after)}`;
}

/** What an unreadable value was does not matter to one that takes its place. */
function known<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** As vmagent's flag takes it: `1GiB`, `1536MiB`, else bytes. */
function sizeText(bytes: number): string {
  if (bytes % GIB === 0) return `${bytes / GIB}GiB`;
  return bytes % MIB === 0 ? `${bytes / MIB}MiB` : String(bytes);
}

function inWords(size: string): string {
  return /^\d+$/.test(size) ? formatBytes(Number(size)) : size.replace(/^\d+/, '$& ');
}

function isOwnName(draft: Draft, host: string): boolean {
  const own = variablesIn(draft.texts())('WEIR_HOST_NAME').toLowerCase();
  return host === 'localhost' || (own !== '' && [own, `${own}.local`].includes(host));
}
