import 'server-only';
import { bySeverity, groupFindings } from '@/lib/finding-groups';
import type { Finding, Verdict } from '@/lib/schemas/snapshot';

/** What comes back within this time has not been away: it stays one incident, and nothing is said of its end. */
export const OVER_MS = 3 * 60_000;
/** A panel that has just started may need this long to see again what was wrong before. */
export const RESUME_MS = 3 * 60_000;
/** What lasts so short is no incident: a cause is found out a moment after its effect, and takes its place. */
const SETTLE_MS = 5000;
/** Says for ten minutes more what another finding has said. */
const ECHO = 'lost-recently';

export type Words = Pick<Finding, 'severity' | 'title' | 'consequence' | 'fix'>;
export const wordsOf = ({ severity, title, consequence, fix }: Words): Words => ({
  severity,
  title,
  consequence,
  fix,
});

/** One thing that is wrong, with all that comes of it, from its first sight until it is over. */
export interface Incident extends Words {
  id: string;
  findingId: string;
  /** Wall clock, epoch milliseconds. */
  sinceMs: number;
  lastSeenMs: number;
  /** When it was found to be gone; null: it is there, or nobody can tell. */
  goneAtMs: number | null;
  /** How long it was seen, and how long it has been gone, by the steady clock. */
  heldMs: number;
  goneMs: number;
  /** `heldMs` of when it was found to be as severe as it is. */
  worseAtMs: number;
  /** How often it came. */
  times: number;
  /** False: it may still turn out to be none. */
  hasBegun: boolean;
  /** This panel has found it, so its times are by this panel's clock. */
  isOwn: boolean;
  /** Open since before this panel, and not seen by it yet. */
  isResumed: boolean;
  /** Another finding explains it now. */
  isPart: boolean;
  /** Ids of findings that it has explained. */
  parts: readonly string[];
}

/** By the id of the finding. */
export type Incidents = Readonly<Record<string, Incident>>;

export interface Look {
  nowMs: number;
  /** Since the look before, and since the panel began, by the steady clock. */
  elapsedMs: number;
  upMs: number;
  state: Verdict['state'];
  findings: readonly Finding[];
  /** The destination has taken data since this panel began to look. */
  hasDelivered: boolean;
  newId: () => string;
}

export interface Step {
  incidents: Incidents;
  /** Those that ended with this look. */
  over: readonly Incident[];
}

interface Seen {
  finding: Finding;
  isPart: boolean;
  parts: readonly string[];
}

/** What one look at the findings makes of the incidents that are known. Pure. */
export function stepIncidents(before: Incidents, look: Look): Step {
  const present = seenIn(look.findings);
  const kept: Record<string, Incident> = {};
  const over: Incident[] = [];
  for (const [id, known] of Object.entries(before)) {
    const seen = present.get(id);
    const isAnother = seen !== undefined && comesLate(known, seen.finding);
    const next = seen && !isAnother ? goOn(known, seen, look) : fade(known, look);
    const hasBegun = next.hasBegun || (!next.isPart && isSettled(next, look));
    if (isAnother || next.goneMs >= OVER_MS) over.push({ ...next, hasBegun });
    else if (hasBegun || (seen && !seen.isPart)) kept[id] = { ...next, hasBegun };
  }
  const begun: Record<string, Incident> = {};
  for (const [id, seen] of present) {
    if (seen.isPart || seen.finding.severity === 'info' || kept[id]) continue;
    // What explained it may come back. Until that is over, it is no incident of its own.
    if (Object.values(kept).some(({ goneAtMs, parts }) => goneAtMs !== null && parts.includes(id))) continue;
    const past = over.find(({ parts }) => parts.includes(id));
    begun[id] = begin(seen, past?.goneMs ?? 0, look);
  }
  return { incidents: { ...begun, ...kept }, over };
}

/** The incident that a finding is, or is a part of; null: none. */
export function incidentOf(
  incidents: Incidents,
  { id, because }: Pick<Finding, 'id' | 'because'>,
): Incident | null {
  const found =
    incidents[id] ??
    incidents[because ?? id] ??
    Object.values(incidents).find(({ parts }) => parts.includes(id));
  return found?.hasBegun ? found : null;
}

/** A finding that others are explained by stands with the worst that comes of it: these are no incidents of their own. */
function seenIn(findings: readonly Finding[]): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const { root, explained, worst } of groupFindings(findings.filter(({ id }) => id !== ECHO))) {
    const { severity, consequence } = worst;
    const parts = explained.map(({ id }) => id);
    seen.set(root.id, { finding: { ...root, severity, consequence }, isPart: false, parts });
    for (const finding of explained) seen.set(finding.id, { finding, isPart: true, parts: [] });
  }
  return seen;
}

const isSettled = ({ sinceMs }: Pick<Incident, 'sinceMs'>, { nowMs }: Look) => nowMs - sinceMs >= SETTLE_MS;

/** Nobody looked for a while: it is another one. */
const comesLate = ({ goneAtMs }: Incident, { sinceMs }: Finding) =>
  goneAtMs !== null && sinceMs - goneAtMs > OVER_MS;

function begin({ finding, parts }: Seen, heldMs: number, look: Look): Incident {
  return {
    ...wordsOf(finding),
    id: look.newId(),
    findingId: finding.id,
    sinceMs: finding.sinceMs,
    lastSeenMs: look.nowMs,
    goneAtMs: null,
    heldMs,
    goneMs: 0,
    worseAtMs: 0,
    times: 1,
    hasBegun: isSettled(finding, look),
    isOwn: true,
    isResumed: false,
    isPart: false,
    parts,
  };
}

function goOn(known: Incident, { finding, isPart, parts }: Seen, { nowMs, elapsedMs }: Look): Incident {
  const heldMs = isPart ? known.heldMs : known.heldMs + elapsedMs;
  // For as long as it lasts it is as severe as it ever was, so that going back and forth is told once.
  const isWorse = !isPart && bySeverity(finding, known) < 0;
  return {
    ...known,
    ...(isPart ? {} : wordsOf(finding)),
    severity: isWorse ? finding.severity : known.severity,
    worseAtMs: isWorse ? heldMs : known.worseAtMs,
    heldMs,
    lastSeenMs: nowMs,
    goneAtMs: null,
    goneMs: 0,
    times: known.goneAtMs === null ? known.times : known.times + 1,
    isResumed: false,
    isPart,
    parts: [...new Set([...known.parts, ...parts])],
  };
}

/** Being out of sight is no end: it is gone once the pipeline can be judged and it is not found. */
function fade(known: Incident, { nowMs, elapsedMs, upMs, state, hasDelivered }: Look): Incident {
  if (state === 'unknown' || state === 'down') return known;
  const goneMs = known.goneMs + Math.max(elapsedMs, 1);
  // Not seen yet is not gone: only a delivery since, or time, tells.
  const isClear = state === 'ok' && hasDelivered;
  const isUnsure = known.isResumed && !isClear && upMs <= RESUME_MS && goneMs < OVER_MS;
  if (known.goneAtMs !== null || isUnsure) return { ...known, goneMs };
  const startedAtMs = Math.round(nowMs - upMs);
  return { ...known, goneMs, goneAtMs: known.isResumed ? Math.max(startedAtMs, known.sinceMs) : nowMs };
}
