import 'server-only';
import type { History, HistoryQuery } from '@/lib/schemas/history';
import { thin } from '@/lib/thin';
import { live } from './live';

/** The last `hours`, each series in at most `points` values, each the mean of its span; null where nothing was measured. */
export function readHistory({ hours, points }: HistoryQuery): History {
  const { stepSeconds, startMs, series } = live().rings.read();
  const length = series.targetsUp.length;
  const from = Math.max(0, length - Math.round((hours * 3600) / stepSeconds));
  const size = Math.max(1, Math.ceil((length - from) / points));
  const part = (values: (number | null)[]) => thin(values.slice(from), size);
  return {
    stepSeconds: stepSeconds * size,
    startMs: startMs + from * stepSeconds * 1000,
    series: {
      samplesPerSecond: part(series.samplesPerSecond),
      bufferBytes: part(series.bufferBytes),
      targetsUp: part(series.targetsUp),
      temperatureCelsius: part(series.temperatureCelsius),
    },
  };
}
