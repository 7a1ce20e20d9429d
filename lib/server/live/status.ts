import 'server-only';
import { offlineWords } from '@/lib/offline';
import type { Snapshot } from '@/lib/schemas/snapshot';
import type { Status } from '@/lib/schemas/status';
import { incidents } from '../incidents/incidents';
import { type Incidents, incidentOf } from '../incidents/machine';
import { VERSION } from '../version';
import { readOverview } from './overview';

function rfc3339(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** `GET /api/status`: the documented shape, made from a fresh snapshot. */
export async function readStatus(): Promise<Status> {
  return toStatus(await readOverview(), incidents().open());
}

/** Without the destination's own words, which are nobody's contract. */
function failureOf({ failure }: Snapshot['delivery']): Status['delivery']['failure'] {
  if (!failure) return null;
  const { kind, cause, statusCode, retrySeconds } = failure;
  return { kind, cause, statusCode, retrySeconds };
}

export function toStatus(snapshot: Snapshot, open: Incidents): Status {
  const { verdict, delivery, buffer } = snapshot;
  return {
    version: VERSION,
    cluster: snapshot.cluster,
    verdict: {
      state: verdict.state,
      findings: verdict.findings.map((finding) => ({
        id: finding.id,
        severity: finding.severity,
        title: finding.title,
        since: new Date(finding.sinceMs).toISOString(),
        because: finding.because,
        incident: incidentOf(open, finding)?.id ?? null,
      })),
    },
    delivery: {
      state: delivery.state,
      lastSuccessAt: rfc3339(delivery.lastSuccessAtMs),
      samplesPerSecond: delivery.samplesPerSecond,
      bytesPerSecond: delivery.bytesPerSecond,
      droppedBlocks: delivery.droppedBlocks,
      retries: delivery.retries,
      failure: failureOf(delivery),
    },
    buffer: {
      bytes: buffer.bytes,
      capBytes: buffer.capBytes,
      trend: buffer.trend,
      secondsToFull: buffer.secondsToFull,
      secondsToDrain: buffer.secondsToDrain,
      offlineSeconds: buffer.offlineSeconds,
      backlogSeconds: buffer.backlogSeconds,
      outlook: offlineWords(snapshot),
    },
    targets: snapshot.targets.map((target) => ({
      job: target.job,
      instance: target.instance,
      state: target.state,
      lastError: target.lastError,
      lastScrapeAt: rfc3339(target.lastScrapeAtMs),
      durationSeconds: target.durationSeconds,
      samples: target.samples,
    })),
    services: snapshot.services.map(({ name, state, health, restarts, image }) => ({
      name,
      state,
      health,
      restarts,
      image,
    })),
  };
}
