import type { ChartLine, ChartSpan, Format } from '@/components/charts/chart-data';
import { formatCelsius, tickBytes, tickSeconds } from '@/components/charts/ticks';
import {
  formatByteRate,
  formatBytes,
  formatNumber,
  formatPercent,
  formatRate,
  formatSeconds,
} from '@/lib/format';
import type { Recording, RecordingParts } from '@/lib/schemas/recording';

export interface Chart {
  title: string;
  nothing: string;
  format: Format;
  /** As `format`, for the axis, where it has to be short. */
  tick?: Format;
  low?: number;
  lines: ChartLine[];
  span: ChartSpan;
}
type Look = Omit<Chart, 'lines' | 'span'>;

const NOTHING = 'Nothing was measured yet.';

const pipelineLooks: { series: keyof Recording['series']; look: Look }[] = [
  {
    series: 'samplesPerSecond',
    look: {
      title: 'Samples delivered',
      nothing: NOTHING,
      format: (value) => formatRate(value, 'samples'),
      tick: formatNumber,
      low: 0,
    },
  },
  {
    series: 'bytesPerSecond',
    look: { title: 'Bytes delivered', nothing: NOTHING, format: formatByteRate, tick: tickBytes, low: 0 },
  },
  {
    series: 'bufferBytes',
    look: { title: 'Waiting in the buffer', nothing: NOTHING, format: formatBytes, low: 0 },
  },
];
const temperatureLook: Look = {
  title: 'Temperature',
  nothing: 'This machine has no temperature sensor that can be read.',
  format: formatCelsius,
};
const durationLook: Look = {
  title: 'Time that a scrape takes',
  nothing: NOTHING,
  format: formatSeconds,
  tick: tickSeconds,
  low: 0,
};
const cpuLook: Look = {
  title: 'Processor, share of one core',
  nothing: 'The Docker engine has reported nothing yet.',
  format: formatPercent,
  low: 0,
};
const memoryLook: Look = {
  title: 'Memory',
  nothing: cpuLook.nothing,
  format: formatBytes,
  low: 0,
};

function lineOf(name: string, values: ChartLine['values']): ChartLine[] {
  return values.some((value) => value !== null) ? [{ name, values }] : [];
}

/** Said once the engine tells of the processor and still not of memory. */
const NO_MEMORY =
  'The Docker engine does not report memory. On a Pi the kernel’s memory cgroup has to be switched on.';

/** The job alone says which target it is, unless the job has several. */
function targetName(
  { job, instance }: RecordingParts['targets'][number],
  all: RecordingParts['targets'],
): string {
  return all.filter((other) => other.job === job).length > 1 ? `${job} ${instance}` : job;
}

export interface Charts {
  pipeline: Chart[];
  /** Shares 0–1 of the time that each target answered. */
  health: { lines: ChartLine[]; span: ChartSpan };
  duration: Chart;
  services: Chart[];
  machine: Chart;
}

/** How far back the answer of the API goes. */
export function knownSeconds({ stepSeconds, series }: Recording): number {
  return series.targetsUp.length * stepSeconds;
}

/** What the page draws from one answer of the API. */
export function chartsOf(recording: Recording, hours: number): Charts {
  const { startMs, stepSeconds, series, parts } = recording;
  const toMs = startMs + series.targetsUp.length * stepSeconds * 1000;
  const fromMs = toMs - hours * 3_600_000;
  const span: ChartSpan = { startMs, stepSeconds, fromMs, toMs };
  const targets = parts?.targets ?? [];
  const services = parts?.services ?? [];
  const partsSpan: ChartSpan = {
    startMs: parts?.startMs ?? startMs,
    stepSeconds: parts?.stepSeconds ?? stepSeconds,
    fromMs,
    toMs,
  };
  const cpu = services.flatMap(({ name, cpuPercent }) => lineOf(name, cpuPercent));
  const memory = services.flatMap(({ name, memoryBytes }) => lineOf(name, memoryBytes));
  return {
    pipeline: pipelineLooks.map(({ series: name, look }) => ({
      ...look,
      lines: lineOf(look.title, series[name]),
      span,
    })),
    health: {
      lines: targets.flatMap((target) => lineOf(targetName(target, targets), target.up)),
      span: partsSpan,
    },
    duration: {
      ...durationLook,
      lines: targets.flatMap((target) => lineOf(targetName(target, targets), target.durationSeconds)),
      span: partsSpan,
    },
    services: [
      { ...cpuLook, lines: cpu, span: partsSpan },
      { ...memoryLook, ...(cpu.length > 0 && { nothing: NO_MEMORY }), lines: memory, span: partsSpan },
    ],
    machine: { ...temperatureLook, lines: lineOf(temperatureLook.title, series.temperatureCelsius), span },
  };
}
