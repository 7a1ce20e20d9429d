import 'server-only';
import { serviceNames } from '@/lib/pipeline/components';
import { isBuildable } from '@/lib/pipeline/records';
import {
  BUILDER_LABEL,
  buildQuery,
  labelled,
  recipeFiles,
  STAGE_LABEL,
} from '../../docker/images/build-recipes';
import { keptAs } from '../../docker/images/reference';
import { tarFiles } from '../../docker/tar';
import { readFilters } from '../read/asked';
import { difference } from '../read/difference';
import { builtFor, mayPull, mayRun, officialBuilders } from '../read/images';
import { Refusal } from '../read/refusal';
import { ANY, type Answer, again, type Call, look, only, pathOf, type Rule, YES } from './rule';
import { remember } from './world';

const BUILD = /^panel-[0-9a-f-]{36}$/;
/** The line of a build that names its image. What a step prints stands in others, within a text. */
const BUILT = /^\{"aux":\{"ID":"(sha256:[0-9a-f]{64})"\}\}$/;

async function list(call: Call): Promise<Answer> {
  const filters = readFilters(call.asked.query.get('filters') ?? '');
  const known = [
    { label: [BUILDER_LABEL], dangling: ['false'] },
    ...serviceNames.map((name) => ({ reference: [`weir-local/${name}`] })),
    ...[...call.world.memory.builds].map((id) => ({ label: [`${STAGE_LABEL}=${id}`], dangling: ['true'] })),
  ];
  if (!known.some((one) => difference(one, filters) === null))
    throw new Refusal('filters name images that are not of this stack');
  const cut = (data: unknown) => (data as unknown[]).map((one) => only(one, ['Id', 'RepoTags', 'Created']));
  return { ask: again(call), cut };
}

async function inspect(call: Call): Promise<Answer> {
  const { settings } = call.world;
  const stack = await call.world.stack();
  const isListed =
    serviceNames.some((name) => mayRun(settings, stack, name, call.hole)) ||
    (await officialBuilders(settings.stackDir)).includes(call.hole);
  if (!isListed) throw new Refusal('the image is none of this stack');
  const cut = (data: unknown) => {
    const { Config, ...plain } = only(data, ['Id', 'RepoDigests', 'Config']);
    return { ...plain, Config: only(Config, ['Volumes']) };
  };
  return { ask: again(call), cut };
}

async function assertPullable(call: Call, image: string): Promise<void> {
  if (!mayPull(call.world.settings, await call.world.stack(), image))
    throw new Refusal('the image is none of this stack');
}

async function pull(call: Call): Promise<Answer> {
  const repository = call.asked.query.get('fromImage') ?? '';
  const tag = call.asked.query.get('tag') ?? '';
  await assertPullable(call, `${repository}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`);
  return { ask: again(call) };
}

async function askRegistry(call: Call): Promise<Answer> {
  await assertPullable(call, call.hole);
  return { ask: again(call), cut: () => ({}) };
}

/** What the recipes may be built on: an image with Debian's apt that this machine made, or the recipe's own. */
async function assertBuilder(call: Call, builder: string): Promise<void> {
  const filters = JSON.stringify({ label: [BUILDER_LABEL], dangling: ['false'] });
  const made = (await look(call, '/images/json', { filters })) as { RepoTags?: string[] | null }[];
  const known = [
    ...made.flatMap(({ RepoTags }) => RepoTags ?? []),
    ...(await officialBuilders(call.world.settings.stackDir)),
  ];
  if (!known.includes(builder)) throw new Refusal('nothing is built on that image');
}

/** The files that the panel sends are thrown away: the gateway has the same, which nobody in the panel can change. */
async function build(call: Call): Promise<Answer> {
  const { settings, memory } = call.world;
  const given = Object.fromEntries(call.asked.query);
  const service = serviceNames.filter(isBuildable).find((name) => given.dockerfile === `${name}/Dockerfile`);
  const { buildid: id = '' } = given;
  const builder = readBuilder(given.buildargs ?? '');
  if (service === undefined || !BUILD.test(id)) throw new Refusal('there is no recipe for that');
  const options = buildQuery(service, builder, id);
  const query = Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
  const field = difference(query, given);
  if (field !== null) throw new Refusal(`${field} is not as it is for a build`);
  await assertBuilder(call, builder);
  const files = labelled(await recipeFiles(settings.stackDir, service), id);
  remember(memory.builds, id);
  const read = (line: string) => {
    const image = BUILT.exec(line)?.[1];
    if (image) memory.built.set(image, service);
  };
  const body = { type: 'application/x-tar', bytes: tarFiles(files) } as const;
  return { ask: { method: 'POST', path: pathOf(call, '/build'), query, body }, read };
}

function readBuilder(text: string): string {
  try {
    const { BUILDER_IMAGE } = JSON.parse(text) as { BUILDER_IMAGE?: unknown };
    return String(BUILDER_IMAGE);
  } catch {
    throw new Refusal('buildargs have a form that is not used');
  }
}

/** What a build has made gets its name; what a service may run is kept for the way back. */
async function tag(call: Call): Promise<Answer> {
  const { settings, memory } = call.world;
  const { repo, tag: name } = Object.fromEntries(call.asked.query);
  const kept = serviceNames.find(
    (one) => difference(keptAs(one, settings.project), { repo, tag: name }) === null,
  );
  const built = memory.built.get(call.hole);
  const isAllowed =
    kept === undefined
      ? built !== undefined && builtFor(`${repo}:${name}`) === built
      : mayRun(settings, await call.world.stack(), kept, call.hole);
  if (!isAllowed) throw new Refusal('the image may not have that name');
  return { ask: again(call) };
}

/** Stages of the panel's own builds, which have no name. */
async function remove(call: Call): Promise<Answer> {
  for (const id of call.world.memory.builds) {
    const filters = JSON.stringify({ label: [`${STAGE_LABEL}=${id}`], dangling: ['true'] });
    const stages = (await look(call, '/images/json', { filters })) as { Id: string }[];
    if (stages.some(({ Id }) => Id === call.hole)) return { ask: again(call) };
  }
  throw new Refusal('the image is left by none of the panel’s builds');
}

export const imageRules: readonly Rule[] = [
  { method: 'GET', path: '/images/json', query: { filters: ANY }, needs: ['filters'], answer: list },
  {
    method: 'POST',
    path: '/images/create',
    query: { fromImage: /^[a-z0-9][a-z0-9._:/-]{0,200}$/, tag: /^\w[\w.:-]{0,127}$/ },
    needs: ['fromImage', 'tag'],
    body: 'ignored',
    isStream: true,
    answer: pull,
  },
  { method: 'GET', path: '/images/{image}/json', answer: inspect },
  {
    method: 'POST',
    path: '/images/{image}/tag',
    query: { repo: /^weir-(?:local|kept)\/[a-z-]{1,40}$/, tag: /^\w[\w.-]{0,60}$/ },
    body: 'ignored',
    answer: tag,
  },
  { method: 'DELETE', path: '/images/{image}', answer: remove },
  { method: 'GET', path: '/distribution/{image}/json', answer: askRegistry },
  {
    method: 'POST',
    path: '/build',
    query: {
      dockerfile: /^[a-z-]{1,40}\/Dockerfile$/,
      buildargs: ANY,
      rm: YES,
      forcerm: YES,
      nocache: YES,
      version: /^1$/,
      buildid: BUILD,
    },
    body: 'files',
    isStream: true,
    answer: build,
  },
];
