import 'server-only';
import { readDrift } from '../change/drift';
import { countApplyResults } from '../change/records/results';
import { whyLeftOut } from '../control/left-out';
import { followStops } from '../control/stay-stopped';
import { askForImpostor } from '../destination/probe';
import { listContainers } from '../docker/containers';
import { engineInfo } from '../docker/engine';
import { watchEvents } from '../docker/events';
import { hasImage } from '../docker/images/pull';
import { tailLogs } from '../docker/logs';
import { beingStarted } from '../docker/starting';
import { readAllStats } from '../docker/stats';
import { tellingFailures } from '../notify/notifier-service';
import { createRings, type Rings } from '../recording/rings';
import { hub } from '../sampler/hub';
import { createSampler, type Sampler } from '../sampler/sampler';
import type { SamplerPorts } from '../sampler/steps/ports';
import { singleton } from '../singleton';
import { readStackTexts } from '../stack/stack-texts';
import { readMetrics, readTargets } from '../vmagent/client';
import { loadBalance, saveBalance } from './buffer-balance';
import { readClockAhead } from './clock-ahead';
import { readExporter } from './exporter';
import { readHost, readTemperature } from './host';
import { notePipeline } from './pipeline-sight';
import { createSettingsReader } from './stack-settings';

interface Live {
  sampler: Sampler;
  rings: Rings;
}

function ports(): SamplerPorts {
  return {
    now: Date.now,
    steadyNow: () => performance.now(),
    engineInfo,
    listContainers,
    readStats: readAllStats,
    tailLogs,
    hasImage,
    whyLeftOut,
    beingStarted,
    watchEvents: (onEvent, signal) =>
      watchEvents((event) => {
        followStops(event);
        onEvent(event);
      }, signal),
    readMetrics,
    readTargets,
    readExporter,
    readSettings: createSettingsReader(),
    readTemperature,
    readHost: () => readHost(),
    readClockAhead,
    askForImpostor,
    loadBalance,
    saveBalance,
    tellingFailures,
    readDrift: async () => (await readDrift((await readStackTexts()).texts)).drift,
  };
}

/** The sampler and its recording, made with the first call. */
export function live(): Live {
  return singleton('live', () => {
    const rings = createRings();
    return { rings, sampler: createSampler(ports(), hub(), rings) };
  });
}

/** Begins to sample; once per process. */
export function startLive(): void {
  singleton('live-started', () => {
    hub().observe(notePipeline);
    live().sampler.start();
    countApplyResults();
    return true;
  });
}
