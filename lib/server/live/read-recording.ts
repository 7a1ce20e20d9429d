import 'server-only';
import type { Recording, RecordingParts, RecordingQuery } from '@/lib/schemas/recording';
import { serviceNameSchema } from '@/lib/schemas/snapshot';
import { thin } from '@/lib/thin';
import { type PipelineSeries, partName, partOf } from '../recording/rings';
import type { SeriesTable, Values } from '../recording/series-table';
import { live } from './live';

interface Cut {
  stepSeconds: number;
  startMs: number;
  names: string[];
  /** All null when there is no such series. */
  values(name: string): Values;
}

/** The last `hours`, each series in at most `points` values, each the mean of its span; null where nothing was measured. */
export function readRecording({ hours, points, parts }: RecordingQuery): Recording {
  const { rings } = live();
  const sinceMs = Date.now() - hours * 3_600_000;
  const { stepSeconds, startMs, values } = cut(rings.pipeline, sinceMs, points);
  const of = (name: PipelineSeries) => values(name);
  return {
    stepSeconds,
    startMs,
    series: {
      samplesPerSecond: of('samplesPerSecond'),
      bytesPerSecond: of('bytesPerSecond'),
      bufferBytes: of('bufferBytes'),
      targetsUp: of('targetsUp'),
      temperatureCelsius: of('temperatureCelsius'),
    },
    ...(parts === 'true' && { parts: partsOf(cut(rings.parts, sinceMs, points)) }),
  };
}

function cut(table: SeriesTable, sinceMs: number, points: number): Cut {
  const { startMs, count, series } = table.read(sinceMs);
  const size = Math.max(1, Math.ceil(count / points));
  return {
    stepSeconds: (table.stepMs / 1000) * size,
    startMs,
    names: [...series.keys()].sort(),
    values: (name) => thin(series.get(name) ?? Array<null>(count).fill(null), size),
  };
}

function partsOf({ stepSeconds, startMs, names, values }: Cut): RecordingParts {
  const parts = names.map(partOf);
  return {
    stepSeconds,
    startMs,
    targets: parts.flatMap((part) => {
      if (part.kind !== 'up') return [];
      const { job, instance } = part;
      const durationSeconds = values(partName({ kind: 'seconds', job, instance }));
      return [{ job, instance, up: values(partName(part)), durationSeconds }];
    }),
    services: parts.flatMap((part) => {
      const name = part.kind === 'cpu' ? serviceNameSchema.safeParse(part.service) : null;
      if (part.kind !== 'cpu' || !name?.success) return [];
      const memoryBytes = values(partName({ kind: 'memory', service: part.service }));
      return [{ name: name.data, cpuPercent: values(partName(part)), memoryBytes }];
    }),
  };
}
