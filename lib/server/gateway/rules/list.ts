import 'server-only';
import { STAGE_LABEL } from '../../docker/images/build-recipes';
import { label, ONCE_LABEL } from '../../docker/labels';
import { readFilters } from '../read/asked';
import { difference } from '../read/difference';
import { Refusal } from '../read/refusal';
import { serviceIn } from './own';
import { type Answer, again, type Call, only } from './rule';

/** What is told of a container that is not the panel's: enough to say who has a port. */
function foreign(container: unknown) {
  const { Id, Names, Ports } = only(container, ['Id', 'Names', 'Ports']);
  const ports = Array.isArray(Ports) ? Ports.map((port) => only(port, ['IP', 'PublicPort'])) : [];
  return { Id, Names, Ports: ports, Labels: {} };
}

/** GET /containers/json. */
export async function list(call: Call): Promise<Answer> {
  const { settings, memory } = call.world;
  const given = call.asked.query.get('filters');
  if (given !== undefined) {
    const ofBuilds = [...memory.builds].map((id) => `${STAGE_LABEL}=${id}`);
    const known = [`${label.project}=${settings.project}`, `${ONCE_LABEL}=${settings.project}`, ...ofBuilds];
    const filters = readFilters(given);
    if (!known.some((one) => difference({ label: [one] }, filters) === null))
      throw new Refusal('filters name something else than this stack');
  }
  const isOwn = (container: unknown) => {
    const labels = only(container, ['Labels']).Labels as Record<string, string> | undefined;
    return serviceIn(labels ?? {}, settings.project) !== null || labels?.[ONCE_LABEL] === settings.project;
  };
  const cut = (data: unknown) => (data as unknown[]).map((one) => (isOwn(one) ? one : foreign(one)));
  return { ask: again(call), cut };
}
