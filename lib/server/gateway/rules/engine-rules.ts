import 'server-only';
import { label } from '../../docker/labels';
import { readFilters } from '../read/asked';
import { Refusal } from '../read/refusal';
import { ANY, type Answer, again, type Call, only, type Rule } from './rule';

const VERSION_KEYS = ['Version', 'ApiVersion', 'MinAPIVersion'];
const INFO_KEYS = [
  'Architecture',
  'CgroupDriver',
  'CgroupVersion',
  'ContainersRunning',
  'DockerRootDir',
  'Driver',
  'KernelVersion',
  'LoggingDriver',
  'MemoryLimit',
  'OperatingSystem',
  'Warnings',
];

const told =
  (keys: readonly string[]) =>
  async (call: Call): Promise<Answer> => ({ ask: again(call), cut: (data) => only(data, keys) });

/** Events of the stack's own containers. */
async function events(call: Call): Promise<Answer> {
  const {
    label: labels = [],
    type = [],
    event: _words,
    ...others
  } = readFilters(call.asked.query.get('filters') ?? '');
  const isOwn = labels.includes(`${label.project}=${call.world.settings.project}`);
  if (!isOwn || type.join() !== 'container' || Object.keys(others).length > 0)
    throw new Refusal('filters name something else than this stack');
  return { ask: again(call) };
}

export const pingRules: readonly Rule[] = [
  { method: 'GET', path: '/_ping', isUnversioned: true, answer: async (call) => ({ ask: again(call) }) },
  { method: 'GET', path: '/version', isUnversioned: true, answer: told(VERSION_KEYS) },
];

export const engineRules: readonly Rule[] = [
  ...pingRules,
  { method: 'GET', path: '/info', answer: told(INFO_KEYS) },
  {
    method: 'GET',
    path: '/events',
    query: { filters: ANY, since: /^\d{1,12}$/, until: /^\d{1,12}$/ },
    needs: ['filters'],
    isStream: true,
    answer: events,
  },
];
