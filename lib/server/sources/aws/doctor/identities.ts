import 'server-only';
import { partitionOf } from '@/lib/pipeline/sources/aws/partition';
import type { SourceAnswer } from '@/lib/schemas/source-answer';
import { asRegion } from '../../../sampler/eye/aws/cause';
import type { Told } from '../../../sampler/eye/eye';
import type { Answer } from '../../doctor/ask-cloud';
import { isMomentary } from '../../doctor/told';
import type { Caller } from './ask';
import { askIdentity, type Identity } from './questions';
import { isNoHost, unknownRegion } from './refusal';

type Known = Map<string, Answer<Identity>>;

export interface Identities {
  byRegion: Known;
  identity: Identity | null;
  /** What is wrong with all of it; null: something works, or each region has a reason of its own. */
  problem: SourceAnswer['problem'];
}

/** A good key is unknown to a region that its account has not switched on, and a name that is none has no host. */
const mayBeRegion = (told: Told) => told.kind === 'key' || isNoHost(told);

/** Whose key it is, by each region: a region that refuses it while another of the same partition knows it is off. */
export async function identitiesOf(caller: Caller, regions: readonly string[]): Promise<Identities> {
  const ask = async (region: string) => [region, await askIdentity(caller, region)] as const;
  const byRegion: Known = new Map(await Promise.all(regions.map(ask)));
  const doubtful = [...byRegion].flatMap(([region, answer]) =>
    !answer.ok && mayBeRegion(answer.told) ? [partitionOf(region)] : [],
  );
  const homes = [...new Set(doubtful.map(({ home }) => home))].filter(
    (home) => !byRegion.has(home) && !isKnownIn(byRegion, home),
  );
  const all: Known = new Map([...byRegion, ...(await Promise.all(homes.map(ask)))]);
  for (const [region, answer] of byRegion) if (!answer.ok) byRegion.set(region, judged(region, answer, all));
  const identity = [...all.values()].flatMap((answer) => (answer.ok ? [answer.value] : []))[0] ?? null;
  return { byRegion, identity, problem: identity === null ? problemOf(byRegion) : null };
}

const isKnownIn = (known: Known, region: string) =>
  [...known].some(([other, { ok }]) => ok && partitionOf(other) === partitionOf(region));

function judged(region: string, answer: Answer<Identity> & { ok: false }, all: Known): Answer<Identity> {
  if (isKnownIn(all, region)) return { ok: false, told: asRegion(answer.told) };
  const isThere = [...all.values()].some((other) => other.ok || !isMomentary(other.told));
  return isNoHost(answer.told) && isThere ? { ok: false, told: unknownRegion(region) } : answer;
}

function problemOf(byRegion: Known): SourceAnswer['problem'] {
  const told = [...byRegion.values()].flatMap((answer) => (answer.ok ? [] : [answer.told]));
  const [first] = told;
  if (first === undefined || told.some(({ kind }) => kind !== first.kind)) return null;
  const { words: message, fix = null } = first;
  return { state: isMomentary(first) ? 'unknown' : 'wrong', message, fix };
}
