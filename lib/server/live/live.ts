import 'server-only';
import { backupSight } from '../backup/sight';
import { readDrift } from '../change/drift';
import { countApplyResults } from '../change/records/results';
import { whyLeftOut } from '../control/left-out';
import { followStops } from '../control/stay-stopped';
import { readNewestOf } from '../destination/newest';
import { askForImpostor } from '../destination/probe';
import { listContainers } from '../docker/containers';
import { engineInfo } from '../docker/engine';
import { watchEvents } from '../docker/events';
import { hasImage } from '../docker/images/pull';
import { tailLogs } from '../docker/logs';
import { beingStarted } from '../docker/starting';
import { readAllStats } from '../docker/stats';
import { readOutOfStep } from '../grafana/out-of-step';
import { tellingFailures } from '../notify/notifier-service';
import { createRings, type Rings } from '../recording/rings';
import { hub } from '../sampler/hub';
import { createSampler, type Sampler } from '../sampler/sampler';
import type { SamplerPorts } from '../sampler/steps/ports';
import { readExporter } from '../sight/exporter';
import { createSettingsReader } from '../sight/stack-settings';
import { singleton } from '../singleton';
import { askKey } from '../sources/ask';
import { readStackTexts } from '../stack/stack-texts';
import { currentTask } from '../tasks/tasks';
import { readMetrics, readTargets } from '../vmagent/client';
import { loadBalance, saveBalance } from './buffer-balance';
import { readClockAhead } from './clock-ahead';
import { readHost, readTemperature } from './host';
import { createHungWatch, restartHung } from './hung-exporter';
import { notePipeline } from './pipeline-sight';
import { loadSpending, meterSources, meters } from './spending';
import { noteWritten } from './written';

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
    isChanging: () => currentTask() !== null,
    watchEvents: (onEvent, signal) =>
      watchEvents((event) => {
        followStops(event);
        onEvent(event);
      }, signal),
    readMetrics,
    readTargets,
    readExporter,
    askKey,
    readSettings: createSettingsReader(),
    readTemperature,
    readHost: () => readHost(),
    readClockAhead,
    readNewest: readNewestOf,
    askForImpostor,
    loadBalance,
    saveBalance,
    tellingFailures,
    backups: backupSight,
    meters,
    readOutOfStep,
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
    const lookForHung = createHungWatch(restartHung);
    hub().observe(({ sources, atMs }) => lookForHung(sources, atMs));
    hub().observe(({ sources, atMs }) => meterSources(sources, atMs));
    hub().observe(() => void noteWritten());
    void loadSpending();
    live().sampler.start();
    countApplyResults();
    return true;
  });
}
