import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { component, startOrder } from '@/lib/pipeline/components';
import { readsAtStart } from '@/lib/pipeline/records';
import type { Effect } from '@/lib/schemas/settings/settings';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { Standing } from '../../compose/fit';
import { serviceHash } from '../../compose/hash/config-hash';
import type { ComposeModel } from '../../compose/reader/spec';
import { goYaml } from '../../go-yaml';
import { changedFileIds, type Texts } from '../records/texts';

/** The files at one moment and what docker-compose.yml makes of them. */
export interface Side {
  texts: Texts;
  model: ComposeModel;
}

/**
 * `changed`: only what the files change. `all`: also what runs something older than the files. `launch`: also what does
 * not run.
 */
export type Scope = 'changed' | 'all' | 'launch';

interface Question {
  before: Side;
  after: Side;
  /** What runs; null where the engine does not say. */
  standing: ReadonlyMap<ServiceName, Standing> | null;
  scope: Scope;
  /** Nobody has seen vmagent use the token of the files yet. */
  isTokenUnsure?: boolean;
  /** vmagent is seen to run another scrape configuration than the files after the change say. */
  isConfigOld?: boolean;
}

const TOKEN = 'remote_write_token';

/** What a change does to the services, the least that is enough for each. Pure. */
export function effectsOf(question: Question): Effect[] {
  const { before, after, standing, scope, isConfigOld = false, isTokenUnsure = false } = question;
  // Before the first launch there is nothing to act on.
  if (scope === 'changed' && standing !== null && !standing.has('vmagent')) return [];
  const changed = changedFileIds(before.texts, after.texts);
  const remade = startOrder.flatMap((service): Effect[] => {
    const kind = remakeKind(service, question, changed);
    return kind === null ? [] : [{ kind, service }];
  });
  const isRemade = (service: ServiceName) => remade.some((effect) => effect.service === service);
  const runs = (service: ServiceName) =>
    after.model.enabled.has(service) && (standing?.get(service)?.isRunning ?? standing === null);
  const light: Effect[] = [];
  if (runs('vmagent') && !isRemade('vmagent')) {
    if (isTokenUnsure || before.model.secret(TOKEN) !== after.model.secret(TOKEN)) {
      light.push({ kind: 'hot-secret', service: 'vmagent' });
    }
    const isOther = (id: 'vmagent-config' | 'vmagent-aggregation') =>
      !isSameYaml(before.texts.get(id), after.texts.get(id));
    if (isConfigOld || isOther('vmagent-config') || isOther('vmagent-aggregation')) {
      light.push({ kind: 'reload', service: 'vmagent' });
    }
    const lists = changed.filter((id) => id.startsWith('vmagent-target/'));
    if (lists.some((id) => !isSameYaml(before.texts.get(id), after.texts.get(id)))) {
      light.push({ kind: 'rescan', service: 'vmagent' });
    }
  }
  for (const service of startOrder) {
    const file = component(service).reloads;
    if (service === 'vmagent' || file === null || !runs(service) || isRemade(service)) continue;
    if (changed.some((id) => id === file && !isSameYaml(before.texts.get(id), after.texts.get(id)))) {
      light.push({ kind: 'reload', service });
    }
  }
  return [...light, ...remade];
}

/**
 * Services that a change would act on if they ran: they take it when they are started. Pure.
 * @param effects what it does as things are, by `effectsOf`
 */
export function asleep(question: Question, effects: readonly Effect[]): ServiceName[] {
  const { standing } = question;
  if (standing === null) return [];
  const awake = new Map([...standing].map(([name, known]) => [name, { ...known, isRunning: true }]));
  const services = effectsOf({ ...question, standing: awake }).map(({ service }) => service);
  return [...new Set(services)].filter((name) => !effects.some(({ service }) => service === name));
}

function remakeKind(
  service: ServiceName,
  { before, after, standing, scope }: Question,
  changed: readonly string[],
): 'create' | 'recreate' | 'remove' | null {
  const [wasOn, isOn] = [before.model.enabled.has(service), after.model.enabled.has(service)];
  const there = standing?.get(service);
  const isThere = standing === null ? wasOn : there !== undefined;
  // With all that runs something older, what nobody understands stays its owner's.
  if (scope !== 'changed' && after.model.notUnderstood.has(service)) return null;
  if (!isOn) return isThere && (wasOn || scope !== 'changed') ? 'remove' : null;
  if (!isThere) return !wasOn || scope !== 'changed' ? 'create' : null;
  // A container that is left from when the service was last on.
  if (!wasOn) return there?.fits === false ? 'recreate' : 'create';
  if (scope !== 'changed' && there !== undefined) {
    if (!there.fits || readsAtStart(service, changed)) return 'recreate';
    return scope === 'launch' && !there.isRunning ? 'create' : null;
  }
  if (hashOf(before.model, service) !== hashOf(after.model, service)) return 'recreate';
  return readsAtStart(service, changed) ? 'recreate' : null;
}

function hashOf(model: ComposeModel, service: ServiceName): string {
  const spec = model.services.get(service);
  const text = model.notUnderstood.get(service)?.text;
  return text ?? (spec === undefined ? '' : serviceHash(spec));
}

/** Comments and spelling aside; what is no YAML is equal to nothing else. */
function isSameYaml(one: string | null | undefined, other: string | null | undefined): boolean {
  if ((one ?? '') === (other ?? '')) return true;
  const [a, b] = [goYaml(one ?? ''), goYaml(other ?? '')];
  return a !== undefined && b !== undefined && isDeepStrictEqual(a, b);
}
