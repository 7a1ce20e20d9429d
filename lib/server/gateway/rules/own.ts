import 'server-only';
import type { ContainerInspectInfo } from 'dockerode';
import { type ServiceName, serviceNames } from '@/lib/pipeline/components';
import { STAGE_LABEL } from '../../docker/images/build-recipes';
import { label, ONCE_LABEL } from '../../docker/labels';
import { Refusal } from '../read/refusal';
import { type Call, look } from './rule';
import type { World } from './world';

/** A stack has a dozen at a time. */
const MOST_KNOWN = 50;

/** A container that the panel may do something with. */
export type Own = { id: string; seen: ContainerInspectInfo } & (
  | { kind: 'service'; service: ServiceName }
  /** Runs one command for the panel, belongs to a build, or never runs. */
  | { kind: 'once' | 'build' | 'never-run' }
);

export function serviceIn(labels: Readonly<Record<string, string>>, project: string): ServiceName | null {
  if (labels[label.project] !== project || labels[label.oneoff] === 'True') return null;
  return serviceNames.find((name) => name === labels[label.service]) ?? null;
}

function kindOf(id: string, seen: ContainerInspectInfo, { settings, memory }: World): Own | null {
  const labels = seen.Config.Labels ?? {};
  const service = serviceIn(labels, settings.project);
  if (service !== null) return { id, seen, kind: 'service', service };
  if (labels[ONCE_LABEL] === settings.project) return { id, seen, kind: 'once' };
  if (memory.neverRun.has(id)) return { id, seen, kind: 'never-run' };
  if (memory.builds.has(labels[STAGE_LABEL] ?? '')) return { id, seen, kind: 'build' };
  return null;
}

/** The container that the call is about, as it is now. @throws Refusal when it is none of the panel's; the engine's 404 */
export async function seenContainer(call: Call): Promise<Own> {
  const seen = (await look(call, `/containers/${call.hole}/json`)) as ContainerInspectInfo;
  const own = kindOf(call.hole, seen, call.world);
  if (own === null) throw new Refusal('the container is not of this stack');
  return own;
}

/**
 * The same where only what it was made with counts: labels and program, which no container ever changes. So a service's is
 * looked up once.
 */
export async function ownContainer(call: Call): Promise<Own> {
  const { own } = call.world.memory;
  const known = own.get(call.hole);
  if (known) return { id: call.hole, kind: 'service', ...known };
  const found = await seenContainer(call);
  if (found.kind === 'service') {
    if (own.size >= MOST_KNOWN) own.clear();
    own.set(found.id, { service: found.service, seen: found.seen });
  }
  return found;
}

/** The same where it must be of a service. @throws Refusal */
export async function ownService(call: Call): Promise<Extract<Own, { kind: 'service' }>> {
  const own = await ownContainer(call);
  if (own.kind !== 'service') throw new Refusal('the container is of no service of this stack');
  return own;
}

/** All containers of a service. */
export async function containersOf(call: Call, service: ServiceName): Promise<ContainerInspectInfo[]> {
  const { project } = call.world.settings;
  const filters = JSON.stringify({ label: [`${label.project}=${project}`, `${label.service}=${service}`] });
  const listed = (await look(call, '/containers/json', { all: 'true', filters })) as { Id: string }[];
  const seen = await Promise.all(listed.map(({ Id }) => look(call, `/containers/${Id}/json`)));
  return (seen as ContainerInspectInfo[]).filter((one) => serviceIn(one.Config.Labels, project) === service);
}
