import 'server-only';
import { endpointsOf } from '../../compose/create/network';
import { networkBody, volumeBody } from '../../compose/create/objects';
import { label } from '../../docker/labels';
import { isMap, type JsonMap, readFilters } from '../read/asked';
import { asSent, difference } from '../read/difference';
import { Refusal } from '../read/refusal';
import { jsonBody } from './engine';
import { ownService } from './own';
import { ANY, type Answer, again, type Call, only, type Rule, sentJson } from './rule';

/** The key and description of a network or volume of the stack by its name on this machine. @throws Refusal */
function named<T extends { name: string; external?: true }>(
  known: ReadonlyMap<string, T>,
  name: unknown,
): [string, T] {
  const found = [...known].find(([, spec]) => spec.name === name);
  if (found === undefined) throw new Refusal('docker-compose.yml has none of that name');
  return found;
}

async function listNetworks(call: Call): Promise<Answer> {
  const filters = readFilters(call.asked.query.get('filters') ?? '');
  const { model } = await call.world.stack();
  const [, { name }] = named(model.networks, filters.name?.[0]);
  if (difference({ name: [name] }, filters) !== null)
    throw new Refusal('filters have a form that is not used');
  const cut = (data: unknown) =>
    (data as unknown[]).map((one) => only(one, ['Id', 'Name', 'Labels'])).filter(({ Name }) => Name === name);
  return { ask: again(call), cut };
}

/** The body anew, where the panel's is the same. @throws Refusal */
function made(call: Call, own: object, cut: (data: unknown) => unknown): Answer {
  const body = asSent(own);
  const field = difference(body, sentJson(call));
  if (field !== null) throw new Refusal(`${field} is not as docker-compose.yml has it`);
  return { ask: { ...again(call), body: jsonBody(body) }, cut };
}

async function createNetwork(call: Call): Promise<Answer> {
  const { model } = await call.world.stack();
  const [key, spec] = named(model.networks, sentJson(call).Name);
  if (spec.external) throw new Refusal('the network is another’s');
  return made(call, networkBody(spec, key, model.project), (data) => only(data, ['Id', 'Warning']));
}

/** The further networks of a container that was made a moment ago. */
async function connect(call: Call): Promise<Answer> {
  const { model } = await call.world.stack();
  const container = String(sentJson(call).Container);
  if (!/^[0-9a-f]{64}$/.test(container)) throw new Refusal('Container has a form that is not used');
  const own = await ownService({ ...call, hole: container });
  const number = Number(own.seen.Config.Labels[label.number]) || 1;
  const [, ...others] = endpointsOf(model, own.service, number);
  const end = others.find(({ network }) => network === call.hole);
  if (end === undefined || own.service === 'weir') throw new Refusal('docker-compose.yml connects them not');
  return made(call, { Container: container, EndpointConfig: end.endpoint }, () => null);
}

async function inspectVolume(call: Call): Promise<Answer> {
  named((await call.world.stack()).model.volumes, call.hole);
  return { ask: again(call), cut: shownVolume };
}

/** Of its options the place on this machine; others may hold the password of a share. */
function shownVolume(data: unknown): JsonMap {
  const { Options, ...volume } = only(data, ['Name', 'Driver', 'Labels', 'Options']);
  const device = isMap(Options) ? only(Options, ['type', 'device']) : {};
  return device.type === 'none' ? { ...volume, Options: device } : volume;
}

async function createVolume(call: Call): Promise<Answer> {
  const { model } = await call.world.stack();
  const [key, spec] = named(model.volumes, sentJson(call).Name);
  if (spec.external) throw new Refusal('the volume is another’s');
  return made(call, volumeBody(spec, key, model), (data) => only(data, ['Name', 'Driver', 'Labels']));
}

export const objectRules: readonly Rule[] = [
  { method: 'GET', path: '/networks', query: { filters: ANY }, needs: ['filters'], answer: listNetworks },
  { method: 'POST', path: '/networks/create', body: 'json', answer: createNetwork },
  { method: 'POST', path: '/networks/{name}/connect', body: 'json', answer: connect },
  { method: 'GET', path: '/volumes/{name}', answer: inspectVolume },
  { method: 'POST', path: '/volumes/create', body: 'json', answer: createVolume },
];
