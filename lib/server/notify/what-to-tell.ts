import 'server-only';
import { bySeverity } from '@/lib/finding-groups';
import type { NotifyRules } from '@/lib/schemas/notify';
import { type Incident, type Step, wordsOf } from '../incidents/machine';
import { isQuiet } from './local-time';
import type { News, Told } from './types';

export interface Telling extends Step {
  nowMs: number;
  /** Somebody is there to be told. Without anybody, nothing counts as told. */
  isHeard: boolean;
  rules: NotifyRules;
}

/** What people are to be told after a step of the incidents, and what they know then. Pure. */
export function whatToTell(saved: readonly Told[], telling: Telling): { told: Told[]; news: News[] } {
  const told: Told[] = [];
  const news: News[] = [];
  const knownOf = new Map(saved.map((one) => [one.incidentId, one]));
  for (const one of saved) {
    const incident = telling.over.find(({ id }) => id === one.incidentId);
    const untilMs = incident ? Math.max(incident.lastSeenMs, incident.sinceMs) : one.untilMs;
    const known = { ...one, ...(incident && wordsOf(incident)), untilMs };
    if (untilMs === null || known.toldAtMs === null || !telling.isHeard) continue;
    if (isSilent(known, telling)) told.push(known);
    else news.push({ ...newsOf(known, 'ended'), untilMs });
  }
  for (const incident of telling.over)
    if (isUntoldLoss(incident, knownOf.get(incident.id), telling))
      news.push({
        ...newsOf({ ...incident, incidentId: incident.id }, 'past'),
        untilMs: incident.lastSeenMs,
      });
  for (const incident of Object.values(telling.incidents)) {
    const known = knownOf.get(incident.id);
    const kind = kindOf(incident, known, telling);
    const next = kind === null ? known : tell(incident, known, telling.nowMs);
    // The clock was set back: what was told "in the future" would never be due again.
    if (next) told.push({ ...next, toldAtMs: next.toldAtMs && Math.min(next.toldAtMs, telling.nowMs) });
    if (kind !== null) news.push(newsOf({ ...incident, incidentId: incident.id }, kind));
  }
  return { told, news };
}

function kindOf(incident: Incident, known: Told | undefined, telling: Telling): News['kind'] | null {
  const { nowMs, isHeard, rules } = telling;
  const { hasBegun, isPart, goneMs, heldMs, worseAtMs } = incident;
  if (!hasBegun || isPart || goneMs > 0 || !isHeard || isSilent(incident, telling)) return null;
  const afterMs = rules.afterMinutes * 60_000;
  if (known && bySeverity(incident, known) < 0 && heldMs - worseAtMs >= afterMs) return 'opened';
  if (known && known.acknowledgedAtMs !== null) return null;
  if (!known || known.toldAtMs === null) {
    const isWished = (incident.severity !== 'warning' || rules.tellsWarnings) && heldMs >= afterMs;
    return isWished ? 'opened' : null;
  }
  const { reminderHours } = rules;
  return reminderHours !== null && nowMs - known.toldAtMs >= reminderHours * 3_600_000 ? 'reminder' : null;
}

/** What was lost stays lost, so that is told however short it was. */
function isUntoldLoss(incident: Incident, known: Told | undefined, telling: Telling): boolean {
  const isNew = known === undefined && !incident.isResumed && !incident.isPart;
  return isNew && incident.severity === 'losing' && telling.isHeard && !isSilent(incident, telling);
}

function isSilent({ severity }: Pick<Told, 'severity'>, { nowMs, rules }: Telling): boolean {
  return isQuiet(nowMs, rules) && !(severity === 'losing' && rules.quiet?.losingPasses);
}

function tell(incident: Incident, known: Told | undefined, nowMs: number): Told {
  return { ...noted(incident), acknowledgedAtMs: known?.acknowledgedAtMs ?? null, toldAtMs: nowMs };
}

function noted(incident: Incident): Told {
  const { id: incidentId, findingId, sinceMs } = incident;
  const nothing = { toldAtMs: null, acknowledgedAtMs: null, untilMs: null };
  return { ...wordsOf(incident), incidentId, findingId, sinceMs, ...nothing };
}

function newsOf(one: Omit<News, 'kind' | 'untilMs'>, kind: News['kind']): News {
  const { incidentId, findingId, sinceMs } = one;
  return { kind, incidentId, findingId, ...wordsOf(one), sinceMs, untilMs: null };
}

/**
 * @param incident that the finding is now, if it is one
 * @param atMs when somebody said that they know; null: they take it back
 * @returns null: there is no such finding now
 */
export function acknowledgeIn(
  told: readonly Told[],
  findingId: string,
  incident: Incident | undefined,
  acknowledgedAtMs: number | null,
): Told[] | null {
  const isIt = (one: Told) => one.findingId === findingId && one.untilMs === null;
  const known = told.find(isIt) ?? (incident && noted(incident));
  if (known === undefined) return null;
  return [...told.filter((one) => !isIt(one)), { ...known, acknowledgedAtMs }];
}
