import 'server-only';
import type { MountSettings } from 'dockerode';
import { type ServiceName, serviceNames } from '@/lib/pipeline/components';
import { containerName } from '../../compose/create/network';
import { createOptions } from '../../compose/create/options';
import { serviceOf } from '../../compose/reader/spec';
import { label, ONCE_LABEL } from '../../docker/labels';
import { isMap, type JsonMap } from '../read/asked';
import { assertRealFolder } from '../read/binds';
import { asSent, difference } from '../read/difference';
import { mayRun } from '../read/images';
import { EngineRefusal, Refusal } from '../read/refusal';
import type { Stack } from '../read/stack';
import { jsonBody } from './engine';
import { neverRunAnswer, onceAnswer } from './once';
import { containersOf } from './own';
import { type Answer, type Call, look, only, pathOf, sentJson } from './rule';

const RELEASE = /^\d{1,3}\.\d{1,3}\.\d{1,3}(?:[-+~.][\w.+~-]{1,40})?$/;
const NUMBER = /^[1-9]\d{0,2}$/;
const INTERIM = /^[0-9a-f]{12}_/;
/** A volume that nobody named. */
const UNNAMED = /^[0-9a-f]{64}$/;

/** POST /containers/create: the body is built anew from the gateway's own files, and sent only where the panel's is the same. */
export function createAnswer(call: Call): Promise<Answer> {
  const sent = sentJson(call);
  if (!isMap(sent.Labels)) return neverRunAnswer(call, sent);
  return ONCE_LABEL in sent.Labels ? onceAnswer(call, sent) : serviceAnswer(call, sent, sent.Labels);
}

async function serviceAnswer(call: Call, sent: JsonMap, labels: JsonMap): Promise<Answer> {
  const service = serviceNames.find((name) => name === labels[label.service]);
  // The panel makes neither itself nor the gateway.
  if (service === undefined || service === 'weir') throw new Refusal('the panel may not make that container');
  try {
    return await answerFor(call, sent, labels, service, await call.world.stack());
  } catch (error) {
    const earlier = error instanceof Refusal ? await call.world.earlierStack() : null;
    if (earlier === null) throw error;
    return answerFor(call, sent, labels, service, earlier);
  }
}

/** @throws Refusal unless the container is the very one that the stack's files describe */
async function answerFor(
  call: Call,
  sent: JsonMap,
  labels: JsonMap,
  service: ServiceName,
  stack: Stack,
): Promise<Answer> {
  const { model } = stack;
  const spec = serviceOf(model, service);
  const fault = model.notUnderstood.get(service)?.fault;
  if (fault) throw new Refusal(fault.message);
  const { stackDir } = call.world.settings;
  for (const mount of spec.volumes ?? []) {
    if (mount.type === 'bind') await assertRealFolder(stackDir, model.projectDir, mount.source ?? '');
  }
  const options = createOptions(model, service, {
    imageId: await imageId(call, stack, service, spec.image ?? ''),
    number: Number(formed(labels, label.number, NUMBER)),
    release: formed(labels, label.version, RELEASE),
    inherited: await inheritedMounts(call, service, sent),
  });
  const { platform, ...body } = options;
  const own = asSent(body) as JsonMap;
  // The hash differs with any field, and says nothing of which.
  const hash = { [label.configHash]: labels[label.configHash] };
  const unhashed = { ...own, Labels: { ...(own.Labels as JsonMap), ...hash } };
  const field = difference(unhashed, sent) ?? difference(own, sent);
  if (field !== null)
    throw new Refusal(`${field} is not as docker-compose.yml and .env have it${words(stack)}`);
  const name = call.asked.query.get('name') ?? '';
  if (name.replace(INTERIM, '') !== containerName(model, service, Number(labels[label.number])))
    throw new Refusal('the container has another name');
  if (call.asked.query.get('platform') !== platform) throw new Refusal('platform is another');
  const query = { name, ...(platform && { platform }) };
  const ask = { method: 'POST', path: pathOf(call, '/containers/create'), query, body: jsonBody(own) };
  return { ask, cut: (data) => only(data, ['Id', 'Warnings']) };
}

const words = ({ leftOut }: Stack): string => (leftOut === null ? '' : ` (${leftOut})`);

/** What only the container's maker knows, from a label of its. */
function formed(labels: JsonMap, name: string, form: RegExp): string {
  const value = labels[name];
  if (typeof value === 'string' && form.test(value)) return value;
  throw new Refusal(`the label ${name} has a form that is not used`);
}

async function imageId(
  call: Call,
  stack: Stack,
  service: ServiceName,
  image: string,
): Promise<string | null> {
  if (!mayRun(call.world.settings, stack, service, image))
    throw new Refusal(`the image of ${service} is neither its own nor one that compose/up was told of`);
  try {
    return String(only(await look(call, `/images/${image}/json`), ['Id']).Id);
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return null;
    throw error;
  }
}

/** Unnamed volumes that the service's container has now, as far as the new one is to have them. */
async function inheritedMounts(call: Call, service: ServiceName, sent: JsonMap): Promise<MountSettings[]> {
  const mounts =
    isMap(sent.HostConfig) && Array.isArray(sent.HostConfig.Mounts) ? sent.HostConfig.Mounts : [];
  const wanted = mounts.filter((mount) => isMap(mount) && UNNAMED.test(String(mount.Source)));
  if (wanted.length === 0) return [];
  const had = (await containersOf(call, service)).flatMap(({ Mounts }) =>
    Mounts.filter(({ Type, Name }) => Type === 'volume' && UNNAMED.test(Name ?? '')),
  );
  return wanted.flatMap((mount) => {
    const own = had
      .map(({ Name = '', Destination, RW }) => ({
        Type: 'volume' as const,
        Source: Name,
        Target: Destination,
        ReadOnly: !RW,
      }))
      .find((one) => difference(one, mount) === null);
    return own ?? [];
  });
}
