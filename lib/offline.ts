import { formatDuration } from './duration';
import type { Snapshot } from './schemas/snapshot';

/** "How long can I be offline?", and how long it then takes to catch up; null while nobody can tell. */
export function offlineWords({ buffer, delivery }: Pick<Snapshot, 'buffer' | 'delivery'>): string | null {
  const { trend, secondsToFull, secondsToDrain, offlineSeconds, drainRatio } = buffer;
  if (buffer.bytes === null) return null;
  if (delivery.state === 'waiting' || delivery.state === 'stalled') {
    const room = secondsToFull ?? offlineSeconds;
    const drain =
      secondsToDrain === null
        ? ''
        : ` Once the destination takes data again, all is sent within about ${formatDuration(secondsToDrain)}.`;
    return room === null ? null : `The buffer has room for about ${formatDuration(room)} more.${drain}`;
  }
  if (trend === 'filling' && secondsToFull !== null) {
    return `More comes in than goes out: at this rate the buffer is full in about ${formatDuration(secondsToFull)}.`;
  }
  if (offlineSeconds === null) return null;
  const holds = `The buffer has room for about ${formatDuration(offlineSeconds)} offline.`;
  if (trend === 'draining' && secondsToDrain !== null) {
    return `What waited is sent in about ${formatDuration(secondsToDrain)}. ${holds}`;
  }
  const hour = drainRatio === null ? null : formatDuration(Math.max(1, drainRatio * 3600));
  return hour === null ? holds : `${holds} An hour offline takes at most ${hour} to catch up.`;
}
