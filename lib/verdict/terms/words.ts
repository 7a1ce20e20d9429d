import { inEnglish } from '@/lib/english';
import type { DestinationSample, ServiceName, SourceId } from '@/lib/schemas/snapshot';
import type { VerdictContext } from './types';

/** The destination inside a sentence. */
export function destinationWords(destination: DestinationSample): string {
  if (destination.kind === 'local') return 'the store on this Pi';
  if (destination.kind === 'grafana-cloud') return 'Grafana Cloud';
  return URL.parse(destination.url)?.host || 'the destination';
}

/** Where a person mends the delivery: the log of the store on this Pi, or the address and token of another one. */
export function destinationHref(destination: DestinationSample): string {
  return destination.kind === 'local' ? serviceHref('victoria-metrics') : settingsHref('destination');
}

export type SettingsForm =
  | 'destination'
  | 'proof'
  | 'sources'
  | 'filters'
  | 'buffer'
  | 'intervals'
  | 'plan'
  | 'grafana'
  | 'backup'
  | 'notifications';
export const serviceHref = (name: ServiceName) => `/services/${name}`;
export const sourceHref = (id: SourceId) => `/sources/${id}`;
export const settingsHref = (form: SettingsForm) => `/settings/${form}`;

/** What it means that vmagent does not run. */
export const GAP = 'Nothing is collected: this time will be a gap in your data. What was buffered is kept.';

/** Restarts within ten minutes that make a loop rather than a hiccup: the third is no accident. */
export const LOOP_RESTARTS = 3;

/** The command that ends the pause of a service's container, for a fix. */
export const unpause = (name: ServiceName) =>
  `\`docker compose unpause ${name}\` in the compose folder on the Pi`;

/** A text of `sentence` for the middle of one: the article is small again, names stay as they are. */
export function midSentence(text: string): string {
  return text.replace(/^The /, 'the ');
}

/** What to do about a service whose data lie on a disk that is not mounted; null: that is not why it does not run. */
export function mountDisk(
  name: ServiceName,
  { disksAway }: Pick<VerdictContext, 'disksAway'>,
): string | null {
  const folder = disksAway?.[name];
  return folder === undefined
    ? null
    : `Its data are in ${folder}, and that folder is not there. Mount its disk (\`sudo mount -a\`, \`lsblk\` shows it), then start the service; where it is gone for good, \`sudo compose/move --abandon\` begins anew.`;
}

/** `text` with a capital first letter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Two significant digits, decimal units, so that the text stays the same while the amount creeps. */
export function roughBytes(bytes: number): string {
  if (bytes < 1000) return 'less than 1 kB';
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${Number(value.toPrecision(2))} ${units[unit]}`;
}

/** A length of time in the one unit that fits it best: "3 s", "40 s", "12 min", "31 hours", "6 days". */
export function roughDuration(seconds: number): string {
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90) return `${Math.round(seconds / 10) * 10} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(seconds / 3600);
  if (hours < 72) return `${hours} hours`;
  const days = Math.round(seconds / 86_400);
  return days > 365 ? 'more than a year' : `${days} days`;
}

/** "1 target", "3 targets" */
export function count(amount: number, noun: string): string {
  return `${inEnglish(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}
