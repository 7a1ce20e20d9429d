import { destinationName } from '@/lib/destination-name';
import { formatDuration } from '@/lib/duration';
import { formatBytes, formatCount, plural } from '@/lib/format';
import { jobWords, offeredSources, scrapeJobs, sourceWords } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import type { BackupView } from '@/lib/schemas/backup/backup';
import type { AlertRulesView } from '@/lib/schemas/grafana/alert-rules';
import type { GrafanaView } from '@/lib/schemas/grafana/grafana';
import type { NotifyView } from '@/lib/schemas/notify';
import type { Settings } from '@/lib/schemas/settings/settings';
import type { SourceId } from '@/lib/schemas/snapshot';

/** What the panel keeps for itself; undefined: it is not here yet; null: it cannot be read. */
export interface PanelState {
  notify?: NotifyView | null | undefined;
  grafana?: GrafanaView | null | undefined;
  alertRules?: AlertRulesView | null | undefined;
  backup?: BackupView | null | undefined;
}

const missing = (view: null | undefined) => (view === null ? 'Cannot be read' : '');

/*
 * Each form's present values in one line.
 */

export function destination({ destination: { kind, url, username, secret } }: Settings): string {
  const name = destinationName({ kind, url });
  if (kind === 'local') return name;
  const parts = [name, kind === 'grafana-cloud' ? `instance ${username}` : username || null];
  parts.push(secret.isSet ? `secret …${secret.lastFour ?? ''}` : null);
  return parts.filter((part) => part !== null).join(', ');
}

export function proof({ proof: { isOn, secret }, destination: { kind } }: Settings): string {
  if (kind === 'local') return 'The store on this Pi is asked as it is';
  return isOn ? `Asked once a minute, token …${secret.lastFour ?? ''}` : 'Off: delivery is taken on trust';
}

export function sources({ sources: all }: Settings): string {
  const on = offeredSources.filter((id) => all[id].enabled).map((id) => shownSource(id, all[id]));
  return on.length === 0 ? 'None is on' : on.join(', ');
}

function shownSource(id: SourceId, values: object): string {
  const { detail } = sourceRecord(id);
  const value = detail && Object(values)[detail.field];
  if (!detail) return sourceWords(id);
  return Array.isArray(value)
    ? `${sourceWords(id)} in ${plural(value.length, detail.noun)}${detail.more?.(values) ?? ''}`
    : `${sourceWords(id)} (${value})`;
}

export function intervals({ scrape }: Settings): string {
  const shown = scrapeJobs.filter((job) => scrape[job]?.isOn);
  if (shown.length === 0) return 'Nothing is scraped';
  return shown
    .map((job) => `${jobWords(job)} every ${formatDuration(scrape[job]?.intervalSeconds ?? 0)}`)
    .join(', ');
}

export function labels({ labels: all }: Settings): string {
  return Object.entries(all)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

export function filters({ filters: all, scrape }: Settings): string {
  const shown = scrapeJobs.filter((job) => all[job] && scrape[job]?.isOn);
  const full = shown.filter((job) => all[job]?.mode === 'full');
  const rules = shown.reduce((count, job) => count + (all[job]?.rules.length ?? 0), 0);
  const modes =
    full.length === 0 ? 'All slim' : `Full: ${full.map((job) => jobWords(job)).join(', ')}; the others slim`;
  return rules === 0 ? modes : `${modes}, ${plural(rules, 'own rule')}`;
}

export function aggregation({ aggregation: { rules, handWritten } }: Settings): string {
  const all = rules.length + handWritten.length;
  if (all === 0) return 'None: every series is sent as it is scraped';
  const own = handWritten.length === 0 ? '' : `, ${handWritten.length} of them written by hand`;
  return `${plural(all, 'rule')}${own}`;
}

export function buffer({ buffer: { maxBytes }, retention, destination: { kind } }: Settings): string {
  const buffered = `Buffer up to ${formatBytes(maxBytes)}`;
  return kind === 'local' ? `${buffered}, kept ${plural(retention.days, 'day')} on this Pi` : buffered;
}

export function plan({ plan: { series, pointsPerMinute, maxSeries }, seriesLimits }: Settings): string {
  const limits = [
    series !== null && `${formatCount(series)} series`,
    pointsPerMinute !== null && `${formatCount(pointsPerMinute)} data points a minute`,
  ].filter((limit) => limit !== false);
  const brake = maxSeries === null ? 'no brake' : `brake at ${formatCount(maxSeries)} series`;
  const own = Object.values(seriesLimits).filter((limit) => limit !== null).length;
  const limited =
    own === 0 ? '' : `, ${plural(own, 'source')} with a limit of ${own === 1 ? 'its' : 'their'} own`;
  return `${limits.length === 0 ? 'No plan' : limits.join(', ')}; ${brake}${limited}`;
}

export function panel({ panel: { hostName, allowedHosts } }: Settings): string {
  return [hostName, ...allowedHosts].filter(Boolean).join(', ') || 'No further names';
}

export function notifications(_: Settings, { notify }: PanelState): string {
  if (!notify) return missing(notify);
  const on = notify.channels.filter(({ isOn }) => isOn).map(({ name }) => name);
  const told = on.length === 0 ? 'Nobody is told' : on.join(', ');
  return notify.deadMan.isOn ? `${told}; dead-man’s switch on` : told;
}

export function backup(_: Settings, { backup: view }: PanelState): string {
  if (!view) return missing(view);
  const { key, schedule, stored } = view;
  if (key === null) return 'No recovery key: a download, locked by a passphrase';
  const kept = plural(stored.length, 'backup');
  return schedule.every === 'off' ? `None by itself, ${kept} kept` : `Each ${schedule.every}, ${kept} kept`;
}

export function grafana(_: Settings, { grafana: view }: PanelState): string {
  if (!view) return missing(view);
  const { address, token, put } = view;
  if (!token.isSet) return 'Not connected: dashboards and alert rules are imported by hand';
  const host = URL.parse(address)?.host ?? address;
  if (put === null) return `${host}: nothing was put there yet`;
  if (put.isOutOfStep === null) return `${host}: what Weir puts there cannot be read`;
  return put.isOutOfStep ? `${host}: not all of it is up to date` : `${host}: up to date`;
}

export function alerts(_: Settings, { alertRules: view }: PanelState): string {
  if (!view) return missing(view);
  return changedRules(
    view.groups.flatMap(({ rules }) =>
      rules.map(({ isOn, limit }) => ({ isOn, isMoved: limit !== null && limit.value !== limit.shipped })),
    ),
  );
}

/** `17 rules, as they ship`, `7 rules: 1 off, 2 numbers changed`. */
export function changedRules(rules: readonly { isOn: boolean; isMoved: boolean }[]): string {
  const off = rules.filter(({ isOn }) => !isOn).length;
  const moved = rules.filter(({ isMoved }) => isMoved).length;
  const changed = [off > 0 && `${off} off`, moved > 0 && `${plural(moved, 'number')} changed`].filter(
    Boolean,
  );
  return `${plural(rules.length, 'rule')}${changed.length === 0 ? ', as they ship' : `: ${changed.join(', ')}`}`;
}
