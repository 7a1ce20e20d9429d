import 'server-only';
import { parseByteSize } from './byte-size';
import { readSamples, type Sample } from './series';

/** What the panel reads off vmagent's own `/metrics`. Null: this version does not expose it. Counters since its start. */
export interface VmagentMetrics {
  version: string | null;
  startedAtMs: number | null;
  /** Result of the last config load; null before the first load has ended, and always before vmagent 1.96. */
  configOk: boolean | null;
  configLoadedAtMs: number | null;
  configReloads: number | null;
  configErrors: number | null;
  /** Result of the last load of the file of aggregations; null where vmagent was started without one. */
  aggregationOk: boolean | null;
  aggregationLoadedAtMs: number | null;
  aggregationErrors: number | null;
  /** Requests answered with 2XX. */
  delivered: number | null;
  /** Requests answered otherwise, by exact status code; a code appears after its first answer. */
  refused: ReadonlyMap<number, number>;
  /** Requests with no HTTP answer at all. */
  networkErrors: number | null;
  retries: number | null;
  /** Seconds that all requests together took until they were answered or given up, and how many these were. */
  requestSeconds: number | null;
  requests: number | null;
  /** Blocks that the destination rejected with 400, 409 or 415 and that are gone. */
  rejectedBlocks: number | null;
  bytesSent: number | null;
  /** Bytes that came back from the destination, and connections made to it. */
  bytesAnswered: number | null;
  dials: number | null;
  /** Rows and compressed bytes of all blocks that were put into the queue. */
  rowsQueued: number | null;
  bytesQueued: number | null;
  /** Bytes that were taken out of the part of the queue that lies on the disk. */
  bytesRead: number | null;
  /** Waiting in memory and on disk, compressed; without the block that is being sent. */
  pendingBytes: number | null;
  /** Folder of the buffer inside vmagent: each destination's address has one of its own. */
  queuePath: string | null;
  /** Oldest data thrown away because the buffer was full. */
  overflowBytes: number | null;
  overflowBlocks: number | null;
  freeDiskBytes: number | null;
  /** `-remoteWrite.maxDiskUsagePerURL` as it was given; 0 is unlimited. */
  maxDiskUsageBytes: number | null;
  /** Samples of new series that vmagent threw away at its own limit, and that limit, in series an hour. */
  brakedRows: number | null;
  brakeSeries: number | null;
  /** Unique series since its current hour began, counted before any of them are aggregated. */
  activeSeries: number | null;
  /** Samples that rules of aggregation have taken; null: there are none. */
  aggregatedSamples: number | null;
}

type SumField = {
  [K in keyof VmagentMetrics]: number extends VmagentMetrics[K] ? K : never;
}[keyof VmagentMetrics];

/** Exact names: docs of vmagent and app/vmagent/remotewrite, lib/persistentqueue, lib/promscrape. */
const SUMS: Record<string, SumField> = {
  vmagent_remotewrite_errors_total: 'networkErrors',
  vmagent_remotewrite_retries_count_total: 'retries',
  vmagent_remotewrite_duration_seconds_sum: 'requestSeconds',
  vmagent_remotewrite_duration_seconds_count: 'requests',
  vmagent_remotewrite_packets_dropped_total: 'rejectedBlocks',
  vmagent_remotewrite_bytes_sent_total: 'bytesSent',
  vmagent_remotewrite_conn_bytes_read_total: 'bytesAnswered',
  vmagent_remotewrite_dials_total: 'dials',
  vmagent_remotewrite_block_size_rows_sum: 'rowsQueued',
  vmagent_remotewrite_block_size_bytes_sum: 'bytesQueued',
  vmagent_remotewrite_pending_data_bytes: 'pendingBytes',
  vm_persistentqueue_bytes_read_total: 'bytesRead',
  vm_persistentqueue_bytes_dropped_total: 'overflowBytes',
  vm_persistentqueue_blocks_dropped_total: 'overflowBlocks',
  vm_persistentqueue_free_disk_space_bytes: 'freeDiskBytes',
  vm_promscrape_config_reloads_total: 'configReloads',
  vm_promscrape_config_reloads_errors_total: 'configErrors',
  vmagent_streamaggr_config_reloads_errors_total: 'aggregationErrors',
  vmagent_hourly_series_limit_rows_dropped_total: 'brakedRows',
  vmagent_hourly_series_limit_max_series: 'brakeSeries',
  vmagent_hourly_series_limit_current_series: 'activeSeries',
  vm_streamaggr_matched_samples_total: 'aggregatedSamples',
};

type Draft = { -readonly [K in keyof VmagentMetrics]: VmagentMetrics[K] } & { refused: Map<number, number> };

function emptyDraft(): Draft {
  const sums = Object.fromEntries(Object.values(SUMS).map((field) => [field, null]));
  return {
    ...(sums as Record<SumField, null>),
    version: null,
    startedAtMs: null,
    configOk: null,
    configLoadedAtMs: null,
    aggregationOk: null,
    aggregationLoadedAtMs: null,
    delivered: null,
    refused: new Map(),
    queuePath: null,
    maxDiskUsageBytes: null,
  };
}

function readRequests(draft: Draft, code: string | undefined, value: number): void {
  if (code === '2XX') draft.delivered = (draft.delivered ?? 0) + value;
  else if (code !== undefined && /^\d{3}$/.test(code)) {
    draft.refused.set(Number(code), (draft.refused.get(Number(code)) ?? 0) + value);
  }
}

function readSample(draft: Draft, { name, series, value }: Sample): void {
  const sum = Object.hasOwn(SUMS, name) ? SUMS[name] : undefined;
  // One series per remote-write URL or queue: together they are the pipeline's.
  if (sum) draft[sum] = (draft[sum] ?? 0) + value;
  switch (name) {
    case 'vmagent_remotewrite_requests_total':
      readRequests(draft, series.get('status_code'), value);
      break;
    case 'vm_promscrape_config_last_reload_successful':
      draft.configOk = value === 1;
      break;
    case 'vm_promscrape_config_last_reload_success_timestamp_seconds':
      draft.configLoadedAtMs = value > 0 ? value * 1000 : null;
      break;
    case 'vmagent_streamaggr_config_reload_successful':
      draft.aggregationOk = value === 1;
      break;
    case 'vmagent_streamaggr_config_reload_success_timestamp_seconds':
      draft.aggregationLoadedAtMs = value > 0 ? value * 1000 : null;
      break;
    case 'vm_app_start_timestamp':
      draft.startedAtMs = value > 0 ? value * 1000 : null;
      break;
    case 'vm_app_version':
      draft.version = series.get('short_version') || series.get('version') || null;
      break;
    case 'vmagent_remotewrite_pending_data_bytes':
      draft.queuePath = series.get('path') ?? null;
      break;
    case 'flag':
      if (series.get('name') === 'remoteWrite.maxDiskUsagePerURL') {
        draft.maxDiskUsageBytes = parseByteSize(series.get('value') ?? '');
      }
      break;
  }
}

/** vmagent exposes about a thousand lines, most of them of no use here: they are skipped by their first letters. */
function isWanted(line: string): boolean {
  if (line.startsWith('vm')) {
    if (line.includes('_bucket{')) return false;
    return (
      line.startsWith('vmagent_remotewrite_') ||
      line.startsWith('vmagent_hourly_series_limit_') ||
      line.startsWith('vmagent_streamaggr_config_') ||
      line.startsWith('vm_streamaggr_matched_') ||
      line.startsWith('vm_persistentqueue_') ||
      line.startsWith('vm_promscrape_config_') ||
      line.startsWith('vm_app_')
    );
  }
  return line.startsWith('flag{name="remoteWrite.maxDisk');
}

/** What vmagent's `/metrics` says. Null: this is not vmagent's. */
export function parseVmagentMetrics(text: string): VmagentMetrics | null {
  const draft = emptyDraft();
  for (const sample of readSamples(text, isWanted)) {
    if (Number.isFinite(sample.value)) readSample(draft, sample);
  }
  if (draft.pendingBytes === null && draft.bytesSent === null) return null;
  // vmagent answers before it has read its file for the first time: the gauge is 0 then, and nothing was counted.
  const isLoaded = draft.configLoadedAtMs !== null || (draft.configErrors ?? 0) > 0;
  if (draft.configOk === false && !isLoaded) draft.configOk = null;
  return draft;
}
