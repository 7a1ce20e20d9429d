import 'server-only';
import { SERIES_PER_TARGET } from '@/lib/cost';

/** More Pis than these are not shown. One more is asked for, so that it is known. */
export const MOST_PIS = 200;
/** A Pi that has sent nothing for longer is none of these. */
export const KEPT_DAYS = 7;

/** What the lines of an answer are of, by the label `of`. */
export type Of =
  | 'newest'
  | 'series'
  | 'verdict'
  | 'finding'
  | 'version'
  | 'panel'
  | 'interval'
  | 'dropped'
  | 'twofold'
  | 'labels';

/** How many lines each may have: two panels of one name fit, and a flood does not. */
export const ROOM: Readonly<Record<Of, number>> = {
  newest: MOST_PIS + 1,
  series: MOST_PIS + 1,
  verdict: 2 * MOST_PIS,
  // By severity.
  finding: 4 * MOST_PIS,
  version: 2 * MOST_PIS,
  panel: 2 * MOST_PIS,
  interval: MOST_PIS + 1,
  dropped: MOST_PIS + 1,
  twofold: MOST_PIS + 1,
  labels: 2 * MOST_PIS,
};

/**
 * The destination itself leaves out what is too much. The label is made of none, which every line matches: of a name with
 * a line break `.*` would not match all.
 */
const told = (of: Of, promql: string): string =>
  `label_replace(topk(${ROOM[of]},${promql}),"of","${of}","","")`;

const named = (metric: string, matchers = '') => `${metric}{cluster!=""${matchers && `,${matchers}`}}`;
/**
 * A Pi is what its vmagent tells of itself and of the panel, which it reads at another interval: where somebody made that
 * of vmagent longer by hand, the panel’s is newer.
 */
const up = named('up', 'job=~"vmagent|weir"');
const ofVmagent = named('up', 'job="vmagent"');
const started = named('process_start_time_seconds', 'job="vmagent"');
const panelsAt = (offset: string) => `count by (cluster, panel) (${named('weir_panel_info')}${offset})`;
const droppedBy = (counter: string) => `sum by (cluster) (increase(${named(counter)}[15m])) > 0`;

/**
 * Five questions for all Pis together, in PromQL that Prometheus, Mimir and VictoriaMetrics understand alike. Each gives
 * a few lines a Pi, which the destination adds up.
 */
export const questions: readonly string[] = [
  [
    // To the millisecond within five minutes, and so where no scrape failed later; else to the five minutes.
    told(
      'newest',
      `(max by (cluster) (timestamp(${up})) or max by (cluster) (max_over_time(timestamp(${up})[${KEPT_DAYS}d:5m])))`,
    ),
    told(
      'series',
      `sum by (cluster) (${named('scrape_samples_post_metric_relabeling')} + ${SERIES_PER_TARGET})`,
    ),
  ],
  [
    told('verdict', `max by (cluster, state) (${named('weir_verdict_state')} == 1)`),
    told('finding', `sum by (cluster, severity) (${named('weir_finding')})`),
  ],
  [
    told('version', `max by (cluster, version) (${named('weir_build_info')})`),
    told('panel', `max by (cluster, panel, address) (${named('weir_panel_info')})`),
    told('interval', `min by (cluster) (${named('weir_scrape_interval_seconds')})`),
  ],
  [
    told(
      'dropped',
      `(${[
        'vmagent_remotewrite_packets_dropped_total',
        'vm_persistentqueue_bytes_dropped_total',
        'vmagent_hourly_series_limit_rows_dropped_total',
      ]
        .map(droppedBy)
        .join(' or ')})`,
    ),
    // One vmagent starts later each time; two in one series go back with every other sample. A Pi has no clock of its own,
    // so one that has lost its power may also go back, once. Two panels are two where both are there now and were there six
    // minutes ago: one that was set up anew begins after the other, of which a query knows for five minutes.
    told(
      'twofold',
      `(max by (cluster) (resets(${started}[15m])) > 2 or count by (cluster) (${panelsAt('')} and ${panelsAt(' offset 6m')}) > 1)`,
    ),
  ],
  // Its own labels: those of now, and of one that is silent the last.
  [told('labels', `(${ofVmagent} or on (cluster) last_over_time(${ofVmagent}[${KEPT_DAYS}d]))`)],
].map((parts) => parts.join(' or '));
