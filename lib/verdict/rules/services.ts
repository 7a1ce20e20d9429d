import { serviceWords } from '@/lib/pipeline/components';
import type { ServiceSample } from '@/lib/schemas/snapshot';
import { isBeingLaunched } from '../terms/launching';
import type { Pipeline, Rule, VerdictContext } from '../terms/types';
import { count, LOOP_RESTARTS, mountDisk, roughBytes, unpause } from '../terms/words';
import { harm, harmOfUnhealthy, headlineOf, restart, start } from './service-words';

/** vmagent has rules of its own; without the engine its word is old. */
function watched(pipeline: Pipeline): ServiceSample[] {
  if (pipeline.engine.state !== 'up') return [];
  return pipeline.services.filter(({ enabled }) => enabled);
}

/** vmagent has its own rules; a panel that speaks runs, if not in its container then directly on the machine. */
const isSpokenFor = (name: ServiceSample['name']) => name === 'vmagent' || name === 'weir';

/** A panel that is new has seen none of the restarts, but a container that waits for its next one tells as much. */
const isLooping = (service: ServiceSample, restarts: number | undefined) =>
  Math.max(restarts ?? 0, service.state === 'restarting' ? service.restarts : 0) >= LOOP_RESTARTS;

const restartLoop: Rule = {
  id: 'service-restart-loop',
  severity: 'warning',
  when: 'The engine has restarted a service by itself three times within ten minutes.',
  applies: (pipeline, context) =>
    watched(pipeline)
      .filter((service) => isLooping(service, context.restarts[service.name]))
      .map((service) => ({
        subject: service.name,
        title: `${serviceWords(service.name)} starts and stops again and again.`,
        consequence: harm(service, pipeline, context),
        fix: 'Its log says why it stops, most often in the last line.',
        href: `/services/${service.name}`,
        ...headlineOf(service, pipeline, 'See its log'),
        evidence: `${count(service.restarts, 'restart')}, last exit code ${service.exitCode ?? 'unknown'}${
          service.oomKilled ? ', killed: out of memory' : ''
        }`,
      })),
};

const hasEnded = ({ state }: ServiceSample) => state === 'exited' || state === 'dead';

/** Services that ended together with vmagent, as when somebody stops the stack: one finding tells of them all. */
export function endedWithVmagent(pipeline: Pipeline): ServiceSample[] {
  const ended = watched(pipeline).filter(hasEnded);
  const others = ended.filter(({ name }) => !isSpokenFor(name));
  return others.length > 1 && ended.some(({ name }) => name === 'vmagent') ? others : [];
}

const exited: Rule = {
  id: 'service-exited',
  severity: 'warning',
  when: 'The container of a service that is switched on has ended.',
  applies: (pipeline, context) =>
    (endedWithVmagent(pipeline).length > 0 ? [] : watched(pipeline))
      .filter((service) => hasEnded(service) && !isSpokenFor(service.name))
      .filter((service) => !isLooping(service, context.restarts[service.name]))
      .filter((service) => !isOutOfMemory(service, context))
      .map((service) => ({
        subject: service.name,
        title: `${serviceWords(service.name)} is stopped.`,
        consequence: harm(service, pipeline, context),
        fix: mountDisk(service.name, context) ?? 'Start it; if it stops again, its log says why.',
        href: `/services/${service.name}`,
        action: start(service),
        ...headlineOf(service, pipeline),
        evidence: `exit code ${service.exitCode ?? 'unknown'}`,
      })),
};

const paused: Rule = {
  id: 'service-paused',
  severity: 'warning',
  when: 'Somebody paused the container.',
  applies: (pipeline, context) =>
    watched(pipeline)
      .filter(({ state, name }) => state === 'paused' && !isSpokenFor(name))
      .map((service) => ({
        subject: service.name,
        title: `${serviceWords(service.name)} is paused.`,
        consequence: harm(service, pipeline, context),
        fix: `Restart it, which ends the pause, or unpause it: ${unpause(service.name)}.`,
        href: `/services/${service.name}`,
        action: restart(service),
        ...headlineOf(service, pipeline),
      })),
};

const isOutOfMemory = ({ name, state, oomKilled }: ServiceSample, { outOfMemory: seen }: VerdictContext) =>
  seen.includes(name) || (oomKilled && (state === 'exited' || state === 'restarting'));

/** Whether it ended, is about to start again, or runs again: the memory was too little, and will be again. */
const outOfMemory: Rule = {
  id: 'service-out-of-memory',
  severity: 'warning',
  when: 'The kernel ended a process of a service, out of memory, within the last ten minutes, or that is why it is stopped.',
  applies: (pipeline, context) =>
    watched(pipeline)
      .filter((service) => isOutOfMemory(service, context))
      .map((service) => ({
        subject: service.name,
        title: `${serviceWords(service.name)} ran out of memory.`,
        consequence:
          service.state === 'running'
            ? 'It runs. There may be a gap of some seconds.'
            : harm(service, pipeline, context),
        fix:
          service.memoryLimitBytes === null
            ? 'The Pi itself has too little memory: collect less, or stop what else runs on it.'
            : `It may use ${roughBytes(service.memoryLimitBytes)}. Collect less, or raise its mem_limit in compose/docker-compose.yml.`,
        href: `/services/${service.name}`,
        ...(service.state === 'exited' && { action: start(service) }),
        ...(service.state !== 'running' && headlineOf(service, pipeline, 'See its log')),
      })),
};

const lacksImage = ({ name }: ServiceSample, { missingImages }: VerdictContext) =>
  missingImages.some(({ service }) => service === name);

const imageMissing: Rule = {
  id: 'image-missing',
  severity: 'warning',
  when: 'A service that is switched on has no container, and its image is not on this machine.',
  applies: (pipeline, context) =>
    (pipeline.stack === 'present' && !isBeingLaunched(pipeline) ? watched(pipeline) : [])
      .filter((service) => service.state === 'absent' && service.name !== 'weir')
      .filter((service) => lacksImage(service, context))
      .map((service) => ({
        subject: service.name,
        title: `${serviceWords(service.name)} cannot start: its image is not on this Pi.`,
        consequence: harm(service, pipeline, context),
        fix: 'Start it: that downloads the image, or builds it on this Pi. Both need the internet.',
        href: `/services/${service.name}`,
        action: start(service, 'Get it and start it'),
        ...headlineOf(service, pipeline, 'See what to do'),
        evidence: context.missingImages.find((one) => one.service === service.name)?.reason ?? service.image,
      })),
};

const missing: Rule = {
  id: 'service-missing',
  severity: 'warning',
  when: 'A service is switched on and has no container, no launch has just begun, and the panel is not just starting it.',
  applies: (pipeline, context) =>
    (pipeline.stack === 'present' && !isBeingLaunched(pipeline) ? watched(pipeline) : [])
      .filter(({ state, name }) => state === 'absent' && !isSpokenFor(name))
      .filter((service) => !lacksImage(service, context) && !context.beingStarted.includes(service.name))
      .map((service) => ({
        subject: service.name,
        title: `${serviceWords(service.name)} is switched on but has no container.`,
        consequence: harm(service, pipeline, context),
        fix: 'Start it.',
        href: `/services/${service.name}`,
        action: start(service),
        ...headlineOf(service, pipeline),
        evidence: context.notStarted.find((one) => one.service === service.name)?.reason ?? null,
      })),
};

const unhealthy: Rule = {
  id: 'service-unhealthy',
  severity: 'warning',
  when: 'Docker’s health check of a service fails.',
  applies: (pipeline, context) =>
    watched(pipeline)
      .filter(({ state, health }) => state === 'running' && health === 'unhealthy')
      .map((service) => ({
        subject: service.name,
        title: `${serviceWords(service.name)} runs but fails its health check.`,
        consequence: harmOfUnhealthy(service, pipeline, context),
        fix: 'Look at its log; restart it if the log tells nothing.',
        href: `/services/${service.name}`,
        ...(service.name !== 'weir' && { action: restart(service) }),
      })),
};

export const servicesRules = [outOfMemory, restartLoop, exited, paused, imageMissing, missing, unhealthy];
