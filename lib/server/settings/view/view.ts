import 'server-only';
import {
  LEAST_BUFFER_BYTES,
  type ScrapeJob,
  type Settings as SettingsView,
} from '@/lib/schemas/settings/settings';
import type { Texts } from '../../change/records/texts';
import { env } from '../../env';
import { AppError } from '../../errors';
import {
  allowedHostsIn,
  bufferBytesIn,
  DEFAULT_BUFFER_BYTES,
  DEFAULT_RETENTION_DAYS,
  labelsIn,
  NO_PLAN,
  planIn,
  retentionDaysIn,
} from '../../stack/file-values';
import { filtersIn } from '../../stack/job-filters';
import { hasOwnMetrics, isJobOn, jobTimings } from '../../stack/scrape-jobs';
import { type Destination, destinationIn, type Sources, sourcesIn, variablesIn } from '../../stack/settings';
import { withTemplates } from '../../stack/stack-texts';
import type { ChangeFacts } from './facts';
import { shownDestination, shownSources } from './shown-settings';

const NO_DESTINATION: Destination = { kind: 'local', url: '', username: '', secret: '' };
const NO_SOURCES: Sources = {
  pi: false,
  containers: false,
  aws: { enabled: false, accessKeyId: '', secretAccessKey: '', regions: [] },
  gcp: { enabled: false, projectId: '', keyJson: null },
};

type Read = <T>(part: keyof SettingsView['locked'], otherwise: T, reader: () => T) => T;

/**
 * All settings as the files have them, secrets masked. A file that cannot be read locks its sections and hides
 * nothing of the others.
 */
export function settingsView(current: Texts, facts: ChangeFacts): Omit<SettingsView, 'revision'> {
  const texts = withTemplates(current, facts.templates);
  const locked: SettingsView['locked'] = {};
  const read: Read = (part, otherwise, reader) => {
    try {
      return reader();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      locked[part] ??= [error.message, error.hint].filter(Boolean).join(' ');
      return otherwise;
    }
  };
  const sources = read('sources', NO_SOURCES, () => sourcesIn(texts));
  return {
    destination: shownDestination(read('destination', NO_DESTINATION, () => destinationIn(texts))),
    sources: shownSources(sources),
    scrape: read('scrape', {}, () => timings(texts, sources, read)),
    ownJobs: [...facts.ownJobs],
    labels: read('labels', {}, () => Object.fromEntries(labelsIn(texts))),
    filters: read('filters', {}, () => filtersIn(texts, facts.templates)),
    buffer: {
      maxBytes: read('buffer', DEFAULT_BUFFER_BYTES, () => bufferBytesIn(texts)),
      leastBytes: LEAST_BUFFER_BYTES,
      mostBytes: facts.mostBufferBytes,
    },
    retention: { days: read('retention', DEFAULT_RETENTION_DAYS, () => retentionDaysIn(texts)) },
    plan: read('plan', NO_PLAN, () => planIn(texts)),
    panel: read('panel', { hostName: env().hostName, allowedHosts: [], ownMetrics: false }, () =>
      panelIn(texts),
    ),
    locked,
  };
}

function panelIn(texts: Texts): SettingsView['panel'] {
  return {
    hostName: variablesIn(texts)('WEIR_HOST_NAME') || env().hostName,
    allowedHosts: allowedHostsIn(texts),
    ownMetrics: ownMetricsIn(texts),
  };
}

/** A broken prometheus.yml locks the sections that are about it, and not this one. */
function ownMetricsIn(texts: Texts): boolean {
  try {
    return hasOwnMetrics(texts);
  } catch {
    return false;
  }
}

/** A job whose timing cannot be read is locked by itself. */
function timings(texts: Texts, sources: Sources, read: Read): SettingsView['scrape'] {
  const shown: SettingsView['scrape'] = {};
  for (const [job, timing] of jobTimings(texts)) {
    const isOn = isJobOn(job, sources, texts);
    const one = read(`scrape.${job satisfies ScrapeJob}`, undefined, () => {
      const { intervalSeconds, timeoutSeconds } = timing;
      return { intervalSeconds, timeoutSeconds, isOn };
    });
    if (one) shown[job] = one;
  }
  return shown;
}
