import 'server-only';
import {
  LEAST_BUFFER_BYTES,
  type ScrapeJob,
  type SettingsSection,
  type Settings as SettingsView,
} from '@/lib/schemas/settings';
import { durationSeconds } from '@/lib/scrape-duration';
import type { Texts } from '../apply/texts';
import { env } from '../env';
import { AppError } from '../errors';
import { stackFile } from '../stack/stack-files';
import { inFile } from '../stack/yaml-edit';
import { readTextMap } from '../stack/yaml-keys';
import { parseByteSize } from '../vmagent/byte-size';
import type { ChangeFacts } from './change-facts';
import { isJobOn, jobTimings } from './scrape-jobs';
import { type Destination, destinationIn, type Sources, sourcesIn, variablesIn } from './settings';
import { shownDestination, shownSources } from './shown-settings';
import { withTemplates } from './stack-texts';

/** Compose's default for `REMOTE_WRITE_MAX_DISK_USAGE` in docker-compose.yml. */
const DEFAULT_BUFFER_BYTES = 1024 ** 3;
const DEFAULT_RETENTION_DAYS = 14;
const NO_DESTINATION: Destination = { kind: 'local', url: '', username: '', secret: '' };
const NO_SOURCES: Sources = {
  pi: false,
  containers: false,
  aws: { enabled: false, accessKeyId: '', secretAccessKey: '', regions: [] },
  gcp: { enabled: false, projectId: '', keyJson: null },
};

/**
 * All settings as the files have them, secrets masked. A file that cannot be read or edited locks its sections and
 * hides nothing of the others.
 */
export function settingsView(current: Texts, facts: ChangeFacts): Omit<SettingsView, 'revision'> {
  const texts = withTemplates(current, facts.templates);
  const locked: SettingsView['locked'] = {};
  const read = <T>(section: SettingsSection, otherwise: T, reader: () => T): T => {
    try {
      return reader();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      locked[section] ??= [error.message, error.hint].filter(Boolean).join(' ');
      return otherwise;
    }
  };
  const sources = read('sources', NO_SOURCES, () => sourcesIn(texts));
  return {
    destination: shownDestination(read('destination', NO_DESTINATION, () => destinationIn(texts))),
    sources: shownSources(sources),
    scrape: read('scrape', {}, () => timings(texts, sources)),
    labels: read('labels', {}, () => Object.fromEntries(labelsIn(texts))),
    filters: {},
    buffer: {
      maxBytes: read('buffer', DEFAULT_BUFFER_BYTES, () => bufferBytesIn(texts)),
      leastBytes: LEAST_BUFFER_BYTES,
      mostBytes: facts.mostBufferBytes,
    },
    retention: { days: read('retention', DEFAULT_RETENTION_DAYS, () => retentionDaysIn(texts)) },
    panel: read('panel', { hostName: env().hostName, allowedHosts: [] }, () => panelIn(texts)),
    locked,
  };
}

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

function panelIn(texts: Texts): SettingsView['panel'] {
  return {
    hostName: variablesIn(texts)('WEIR_HOST_NAME') || env().hostName,
    allowedHosts: allowedHostsIn(texts),
  };
}

function timings(texts: Texts, sources: Sources): SettingsView['scrape'] {
  const shown: SettingsView['scrape'] = {};
  for (const [job, { intervalSeconds, timeoutSeconds }] of jobTimings(texts)) {
    shown[job satisfies ScrapeJob] = { intervalSeconds, timeoutSeconds, isOn: isJobOn(job, sources) };
  }
  return shown;
}
