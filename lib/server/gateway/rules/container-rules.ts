import 'server-only';
import { NO_RESTART, restartOf } from '../../compose/create/host';
import { containerName } from '../../compose/create/network';
import { serviceOf } from '../../compose/reader/spec';
import { VERSION_FILE } from '../../docker/images/build-recipes';
import { label } from '../../docker/labels';
import { isMap } from '../read/asked';
import { difference } from '../read/difference';
import { readEnvironment } from '../read/environment';
import { Refusal } from '../read/refusal';
import { createAnswer } from './create';
import { jsonBody } from './engine';
import { list } from './list';
import { dryRunOf } from './once';
import { type Own, ownContainer, ownService, seenContainer } from './own';
import { ANY, type Answer, again, type Call, only, pathOf, type Rule, sentJson, YES } from './rule';
import { tokenArchive } from './token-archive';
import { remember, type World } from './world';

/** Lets a call on a container of the panel's through as it is. */
const on =
  (may: (own: Own) => boolean) =>
  async (call: Call): Promise<Answer> => {
    if (!may(await ownContainer(call))) throw new Refusal('that may not be done with this container');
    return { ask: again(call) };
  };

const isPanel = (own: Own) => own.kind === 'service' && own.service === 'weir';
const isRun = (own: Own) => own.kind === 'service' || own.kind === 'once';
const mayStop = (own: Own) => own.kind === 'service' && !isPanel(own);

async function inspect(call: Call): Promise<Answer> {
  const own = await seenContainer(call);
  if (!isRun(own)) throw new Refusal('that may not be done with this container');
  return { json: own.seen };
}

async function rename(call: Call): Promise<Answer> {
  const own = await ownService(call);
  const { model } = await call.world.stack();
  const number = Number(own.seen.Config.Labels[label.number] ?? 1) || 1;
  if (isPanel(own) || call.asked.query.get('name') !== containerName(model, own.service, number))
    throw new Refusal('the container has another name');
  return { ask: again(call) };
}

/** Whether the engine starts it by itself: never, or as docker-compose.yml has it. */
async function setRestart(call: Call): Promise<Answer> {
  const own = await ownService(call);
  if (isPanel(own)) throw new Refusal('that may not be done with this container');
  const { model } = await call.world.stack();
  const wanted = restartOf(serviceOf(model, own.service).restart);
  const body = [NO_RESTART, wanted].map((RestartPolicy) => ({ RestartPolicy }));
  const sent = sentJson(call);
  const right = body.find((one) => difference(one, sent) === null);
  if (!right) throw new Refusal('of a container only whether it starts by itself is changed');
  return { ask: { ...again(call), body: jsonBody(right) }, cut: () => ({}) };
}

async function putToken(call: Call): Promise<Answer> {
  const { service } = await ownService(call);
  if (service !== 'vmagent') throw new Refusal('files are given to vmagent alone');
  const { model } = await call.world.stack();
  const secret = model.services.get(service)?.secrets?.find(({ source }) => source === 'remote_write_token');
  const owner = {
    ...(secret?.mode !== undefined && { mode: secret.mode }),
    ...(secret?.uid !== undefined && { uid: Number(secret.uid) }),
    ...(secret?.gid !== undefined && { gid: Number(secret.gid) }),
  };
  const bytes = tokenArchive(call.body, owner);
  return { ask: { ...again(call), body: { type: 'application/x-tar', bytes } } };
}

async function execute(call: Call): Promise<Answer> {
  const { service, seen } = await ownService(call);
  const sent = sentJson(call);
  const program = seen.Config.Entrypoint;
  if (!Array.isArray(program) || !Array.isArray(sent.Cmd)) throw new Refusal('there is no program to run');
  const args = sent.Cmd.slice(program.length);
  if (dryRunOf(args)?.service !== service)
    throw new Refusal('the command is none of those that judge a configuration');
  const environment = readEnvironment(await call.world.stack(), service, sent.Env);
  const own = {
    Cmd: [...program, ...args],
    Env: Object.entries(environment).map(([key, value]) => (value === null ? key : `${key}=${value}`)),
    AttachStdout: true,
    AttachStderr: true,
  };
  const field = difference(own, sent);
  if (field !== null) throw new Refusal(`${field} is not as it is for such a command`);
  const cut = (data: unknown) => {
    const made = only(data, ['Id']);
    remember(call.world.memory.execs, String(made.Id));
    return made;
  };
  return { ask: { ...again(call), body: jsonBody(own) }, cut };
}

function knownExec({ hole, world }: { hole: string; world: World }): void {
  if (!world.memory.execs.has(hole)) throw new Refusal('the command was not made here');
}

async function startExec(call: Call): Promise<Answer> {
  knownExec(call);
  const sent = sentJson(call);
  if (!isMap(sent) || Object.keys(sent).length > 0) throw new Refusal('a command is started as it was made');
  return { ask: { ...again(call), body: jsonBody({}) } };
}

async function seeExec(call: Call): Promise<Answer> {
  knownExec(call);
  return { ask: again(call), cut: (data) => only(data, ['ID', 'Running', 'ExitCode']) };
}

async function remove(call: Call): Promise<Answer> {
  const own = await ownContainer(call);
  const isRemovable = !isPanel(own) && (own.kind !== 'service' || call.asked.query.get('v') === undefined);
  if (!isRemovable) throw new Refusal('that may not be done with this container');
  return { ask: again(call) };
}

async function readVersion(call: Call): Promise<Answer> {
  const isRight = call.world.memory.neverRun.has(call.hole) && call.asked.query.get('path') === VERSION_FILE;
  if (!isRight) throw new Refusal('that may not be read out of this container');
  return { ask: { ...again(call), path: pathOf(call, `/containers/${call.hole}/archive`) } };
}

export const containerRules: readonly Rule[] = [
  { method: 'GET', path: '/containers/json', query: { all: YES, filters: ANY }, answer: list },
  {
    method: 'POST',
    path: '/containers/create',
    query: { name: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,200}$/, platform: /^[a-z0-9/]{1,40}$/ },
    body: 'json',
    answer: createAnswer,
  },
  { method: 'GET', path: '/containers/{id}/json', answer: inspect },
  {
    method: 'GET',
    path: '/containers/{id}/logs',
    query: {
      stdout: YES,
      stderr: YES,
      timestamps: YES,
      follow: /^(?:true|1|0)$/,
      tail: /^(?:\d{1,3}|[1-4]\d{3}|5000)$/,
      since: /^\d{1,12}(?:\.\d{1,9})?$/,
    },
    isStream: true,
    answer: on(isRun),
  },
  {
    method: 'GET',
    path: '/containers/{id}/stats',
    query: { stream: /^false$/, 'one-shot': YES },
    needs: ['stream'],
    answer: on((own) => own.kind === 'service'),
  },
  { method: 'POST', path: '/containers/{id}/start', answer: on(isRun) },
  { method: 'POST', path: '/containers/{id}/update', body: 'json', answer: setRestart },
  { method: 'POST', path: '/containers/{id}/stop', answer: on(mayStop) },
  { method: 'POST', path: '/containers/{id}/restart', answer: on(mayStop) },
  { method: 'POST', path: '/containers/{id}/wait', isStream: true, answer: on((own) => own.kind === 'once') },
  {
    method: 'POST',
    path: '/containers/{id}/rename',
    query: { name: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,200}$/ },
    needs: ['name'],
    body: 'ignored',
    answer: rename,
  },
  { method: 'DELETE', path: '/containers/{id}', query: { force: YES, v: YES }, answer: remove },
  {
    method: 'PUT',
    path: '/containers/{id}/archive',
    query: { path: /^\/$/ },
    needs: ['path'],
    body: 'tar',
    answer: putToken,
  },
  {
    method: 'GET',
    path: '/containers/{id}/archive',
    query: { path: /^\/[a-z/-]+$/ },
    needs: ['path'],
    answer: readVersion,
  },
  { method: 'POST', path: '/containers/{id}/exec', body: 'json', answer: execute },
  { method: 'POST', path: '/exec/{id}/start', body: 'json', isStream: true, answer: startExec },
  { method: 'GET', path: '/exec/{id}/json', answer: seeExec },
];
