import 'server-only';
import { listContainers } from '../docker/containers';
import { engineInfo } from '../docker/engine';
import { watchEvents } from '../docker/events';
import { tailLogs } from '../docker/logs';
import { hasImage } from '../docker/pull';
import { beingStarted } from '../docker/starting';
import { readAllStats } from '../docker/stats';
import { hub } from '../sampler/hub';
import type { SamplerPorts } from '../sampler/ports';
import { createRings, type Rings } from '../sampler/rings';
import { createSampler, type Sampler } from '../sampler/sampler';
import { singleton } from '../singleton';
import { readMetrics, readTargets } from '../vmagent/client';
import { countApplyResults } from './apply-results';
import { loadBalance, saveBalance } from './buffer-balance';
import { readClockAhead } from './clock-ahead';
import { askForImpostor } from './destination-probe';
import { readDrift } from './drift';
import { readHost } from './host';
import { whyLeftOut } from './left-out';
import { tellingFailures } from './notifier';
import { notePipeline } from './pipeline-sight';
import { readContents, readYace } from './source-contents';
import { createSettingsReader } from './stack-settings';
import { readStackTexts } from './stack-texts';
import { followStops } from './stay-stopped';
import { readTemperature } from './temperature';

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
    readYace,
    readContents,
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

/** The sampler and its history, made with the first call. */
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
