import { isCloud, sourceIds, sourceWords } from '../../lib/pipeline/components.ts';

export interface Floor {
  /** A folder of `lib/server`. */
  folder: string;
  what: string;
  /** Folders that it may import, for one that owns a piece of the outside world; else every folder before it. */
  may?: string[];
  /** Files that routes and pages may import. */
  entries?: string[];
}

/** The folders of `lib/server`, lowest first: none imports what stands after it. */
export const floors: Floor[] = [
  { folder: 'docker/log-lines', what: 'frames and text of container logs', may: [] },
  {
    folder: 'docker',
    what: 'the Docker Engine: client, containers, events, stats, logs',
    may: ['docker/log-lines'],
  },
  {
    folder: 'docker/images',
    what: 'images: pulled, built, asked for at a registry',
    may: ['docker', 'docker/log-lines'],
  },
  { folder: 'compose/reader', what: 'reads docker-compose.yml', may: [] },
  { folder: 'compose/hash', what: 'the hash that Docker Compose gives a service', may: ['compose/reader'] },
  {
    folder: 'compose/create',
    what: 'a service as the Engine API describes its container',
    may: ['compose/hash', 'compose/reader', 'docker'],
  },
  {
    folder: 'compose',
    what: 'creates, recreates and starts what the file says',
    may: ['compose/create', 'compose/hash', 'compose/reader', 'docker', 'docker/images', 'docker/log-lines'],
  },
  { folder: 'files/disk', what: 'reads, replaces and appends files', may: [] },
  { folder: 'files', what: 'the files of the stack', may: ['files/disk'] },
  { folder: 'files/env', what: '.env: its grammar and its editor', may: [] },
  {
    folder: 'gateway/read',
    what: 'what the gateway reads itself: its settings, the files of the stack, what is asked',
    may: ['compose/reader', 'docker/images', 'files/disk', 'files/env'],
  },
  {
    folder: 'gateway/rules',
    what: 'what the panel may ask of the engine, rule by rule',
    may: ['compose/create', 'compose/reader', 'docker', 'docker/images', 'gateway/read'],
  },
  {
    folder: 'gateway',
    what: 'the process that alone holds the Docker socket',
    may: ['gateway/read', 'gateway/rules'],
  },
  { folder: 'files/yaml', what: 'edits YAML in place', may: [] },
  { folder: 'files/secrets', what: 'where secrets stand in files', may: ['files', 'files/env'] },
  { folder: 'files/state', what: 'what the panel remembers in .weir', may: ['files', 'files/disk'] },
  { folder: 'vmagent', what: 'vmagent: metrics, targets, log, reload', may: [] },
  { folder: 'outbound', what: 'which addresses the panel may call', may: [] },
  { folder: 'remote-write', what: 'asks a destination whether it takes data', may: ['outbound'] },
  { folder: 'metrics', what: 'the registry of /metrics', may: [] },
  {
    folder: 'tasks',
    what: 'tasks with steps, one after the other',
    may: ['files/state'],
    entries: ['read-task'],
  },
  {
    folder: 'auth',
    what: 'owner, password, sessions, tokens',
    may: ['files', 'files/state'],
    entries: ['page-guard'],
  },
  {
    folder: 'http',
    what: 'the one wrapper of every route',
    may: ['auth', 'tasks'],
    entries: ['handler', 'sse', 'places', 'openapi'],
  },
  { folder: 'owner', what: 'claim, sign in, passwords', entries: ['owner'] },
  {
    folder: 'sampler/eye',
    what: 'how it is seen whether an exporter gives data of its own kind',
    may: ['vmagent'],
  },
  ...sourceIds.filter(isCloud).map((id) => ({
    folder: `sampler/eye/${id}`,
    what: `what the exporter of ${sourceWords(id)} says, and what that means`,
    may: ['sampler/eye', 'vmagent'],
  })),
  {
    folder: 'sampler/sources',
    what: 'each source, by its target, its container and its exporter',
    may: ['sampler/eye', ...sourceIds.filter(isCloud).map((id) => `sampler/eye/${id}`), 'vmagent'],
  },
  {
    folder: 'sampler/steps',
    what: 'pure steps from one sample to the next',
    may: ['sampler/eye', 'sampler/sources', 'vmagent'],
  },
  { folder: 'sampler/read', what: 'reads vmagent, the engine and logs', may: ['sampler/steps', 'vmagent'] },
  {
    folder: 'sampler/watch',
    what: 'questions that are asked seldom',
    may: ['sampler/eye', 'sampler/read', 'sampler/sources', 'sampler/steps', 'vmagent'],
  },
  { folder: 'incidents', what: 'what is wrong, from its begin to its end, under one id', may: [] },
  {
    folder: 'recording',
    what: '24 h of series and the events, in memory and on the disk',
    may: ['incidents', 'sampler/steps'],
  },
  {
    folder: 'sampler',
    what: 'one clock, one sample, one hub',
    may: ['recording', 'sampler/read', 'sampler/sources', 'sampler/steps', 'sampler/watch', 'vmagent'],
  },
  {
    folder: 'change/records',
    what: 'journal and revisions of a change',
    may: ['files', 'files/secrets', 'files/state', 'tasks'],
  },
  { folder: 'stack', what: 'what the files say: services, scrape jobs, settings' },
  ...sourceIds.filter(isCloud).map((id) => ({
    folder: `sources/${id}/resources`,
    what: `which resource of ${sourceWords(id)} a series is of`,
    may: ['stack', 'vmagent'],
  })),
  ...sourceIds.filter(isCloud).map((id) => ({
    folder: `sources/${id}`,
    what: `what the files hold of ${sourceWords(id)}: read, checked, changed`,
  })),
  {
    folder: 'sources/doctor',
    what: 'asks a cloud one thing, and says why there is no answer',
    may: ['outbound', 'sampler/eye'],
  },
  ...sourceIds.filter(isCloud).map((id) => ({
    folder: `sources/${id}/doctor`,
    what: `asks ${sourceWords(id)} whether a key gives what is wanted of it`,
    may: [...['sampler/eye', `sampler/eye/${id}`, `sources/${id}`, 'sources/doctor', 'stack'], 'vmagent'],
  })),
  { folder: 'sources', what: 'the sources, each by its own folder' },
  { folder: 'images', what: 'where an image comes from, and getting it', entries: ['source-images'] },
  { folder: 'setup/answers', what: 'the answers of the wizard and their checks' },
  { folder: 'control', what: 'reload, readiness, ports, what stays stopped' },
  { folder: 'destination', what: 'asks the destination, watches the delivery', entries: ['probe', 'proof'] },
  { folder: 'change/effects', what: 'what a change does to the services' },
  { folder: 'settings/sections', what: 'each section of the settings: what is shown, changed and locked' },
  {
    folder: 'notify/channels',
    what: 'each way to tell people: its secrets kept, shown, sent',
    may: ['files/secrets', 'outbound'],
  },
  { folder: 'notify', what: 'channels, messages, the outbox', entries: ['notify'] },
  { folder: 'alerts', what: 'what the owner changed of the alert rules', entries: ['alert-rules'] },
  { folder: 'grafana', what: 'dashboards and alert rules, put into a Grafana', entries: ['grafana'] },
  { folder: 'change/steps', what: 'check, write, act, verify, put back' },
  { folder: 'sight', what: 'whether each source gives data, asked at once' },
  {
    folder: 'change',
    what: 'the one transaction; revisions and edits by hand',
    entries: ['changes', 'revisions'],
  },
  {
    folder: 'settings',
    what: 'the settings: read and changed',
    entries: ['change-settings', 'disks', 'read-settings'],
  },
  {
    folder: 'updates',
    what: 'newer versions of the services, brought in and judged by what arrives',
    entries: ['updates', 'watched'],
  },
  {
    folder: 'containers',
    what: 'start, stop and logs of one service',
    entries: ['service-actions', 'service-logs'],
  },
  { folder: 'backup', what: 'everything that is set, in one locked file', entries: ['backup', 'restore'] },
  {
    folder: 'live',
    what: 'the sampler at work, and what it gives to pages',
    entries: ['live-stream', 'overview', 'panel-metrics', 'read-recording', 'status', 'timeline', 'written'],
  },
  {
    folder: 'resources',
    what: 'what a cloud’s exporter has found, resource by resource',
    entries: ['resources'],
  },
  {
    folder: 'look',
    what: 'dashboards, drawn of what the destination has',
    entries: ['completion', 'expression', 'look', 'stored'],
  },
  { folder: 'pis', what: 'what the destination has of every Pi that writes there', entries: ['pis'] },
  {
    folder: 'settings/filters',
    what: 'what a target says, and what a filter keeps of it',
    entries: ['aggregated', 'answer', 'preview'],
  },
  {
    folder: 'setup',
    what: 'the wizard, its launch, and set-up without a browser',
    entries: ['ask-sources', 'launch', 'pipeline-start', 'restore', 'review', 'wizard'],
  },
  { folder: 'support', what: 'the support bundle, redacted', entries: ['support'] },
  { folder: 'budget', what: 'who uses the plan', entries: ['budget'] },
  { folder: 'price', what: 'what clouds bill, and what they are asked for', entries: ['price'] },
  { folder: 'cli', what: 'commands of the host' },
];

const place = new Map(floors.map(({ folder }, index) => [folder, index]));

/** What `folder` may import of `lib/server`, beside the files that lie in `lib/server` itself. */
export function mayImport({ folder, may }: Floor, other: string): boolean {
  return (
    folder === other ||
    (may ? may.includes(other) : (place.get(other) ?? Infinity) < (place.get(folder) ?? 0))
  );
}
