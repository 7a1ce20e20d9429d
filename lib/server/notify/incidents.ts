import 'server-only';
import { bySeverity, groupFindings } from '@/lib/finding-groups';
import type { NotifyRules } from '@/lib/schemas/notify';
import type { Finding } from '@/lib/schemas/snapshot';
import { isQuiet } from './local-time';
import type { Incident, News } from './types';

/** A finding that comes back within this time is the same incident, and nothing was said of its end. */
export const END_MS = 2 * 60_000;

export interface Look {
  nowMs: number;
  /** Since the look before, by a clock that nobody sets. */
  elapsedMs: number;
  findings: readonly Finding[];
  /** The pipeline could be judged: a finding that is missing is over, not merely out of sight. */
  isJudged: boolean;
  /** Somebody is there to be told. Without anybody, nothing counts as told. */
  isHeard: boolean;
  rules: NotifyRules;
}

export interface Step {
  incidents: Record<string, Incident>;
  news: News[];
}

/** What one look at the findings adds to what is known of them, and what is to be told of it. Pure. */
export function stepIncidents(before: Readonly<Record<string, Incident>>, look: Look): Step {
  const groups = groupFindings(look.findings);
  const seen = new Map(groups.map(({ root, worst }) => [root.id, asTold(root, worst)]));
  const explained = new Set(groups.flatMap((group) => group.explained.map(({ id }) => id)));
  const incidents: Record<string, Incident> = {};
  const news: News[] = [];
  for (const finding of seen.values()) {
    if (finding.severity === 'info' || before[finding.id] !== undefined) continue;
    incidents[finding.id] = begin(finding, look);
  }
  for (const [id, known] of Object.entries(before)) {
    const finding = seen.get(id);
    if (explained.has(id)) incidents[id] = keptAsExplained(known, look);
    else incidents[id] = finding ? goOn(known, finding, look) : fade(known, look);
  }
  for (const [id, incident] of Object.entries(incidents)) {
    if (explained.has(id)) continue;
    const said = sayOf(incident, look);
    if (said === 'nothing') continue;
    if (said === 'forget' || said === 'ended') delete incidents[id];
    else incidents[id] = { ...incident, toldAtMs: look.nowMs, worseMs: null };
    if (said !== 'forget') news.push(newsOf(incident, said));
  }
  return { incidents, news };
}

function sayOf(incident: Incident, { nowMs, isHeard, rules }: Look): 'nothing' | 'forget' | News['kind'] {
  const wasTold = incident.toldAtMs !== null;
  const isOver = incident.goneMs >= END_MS;
  if (isOver && (!wasTold || !isHeard)) return 'forget';
  const passes = incident.severity === 'losing' && (rules.quiet?.losingPasses ?? false);
  if (!isHeard || (isQuiet(nowMs, rules) && !passes)) return 'nothing';
  if (isOver) return 'ended';
  if (incident.goneMs > 0) return 'nothing';
  if (incident.worseMs !== null && incident.worseMs >= rules.afterMinutes * 60_000) return 'opened';
  if (incident.acknowledgedAtMs !== null) return 'nothing';
  if (!wasTold) return isWished(incident, rules) ? 'opened' : 'nothing';
  return isReminderDue(incident, nowMs, rules) ? 'reminder' : 'nothing';
}

function isWished({ severity, heldMs }: Incident, { afterMinutes, tellsWarnings }: NotifyRules): boolean {
  return (severity !== 'warning' || tellsWarnings) && heldMs >= afterMinutes * 60_000;
}

function isReminderDue({ toldAtMs }: Incident, nowMs: number, { reminderHours }: NotifyRules): boolean {
  return reminderHours !== null && toldAtMs !== null && nowMs - toldAtMs >= reminderHours * 3_600_000;
}

/** A finding that others are explained by is told with the worst that comes of it: these are no messages of their own. */
function asTold(root: Finding, { severity, consequence }: Finding): Finding {
  return { ...root, severity, consequence };
}

/** It goes on as a part of what explains it. */
function keptAsExplained(known: Incident, { nowMs }: Look): Incident {
  return { ...known, lastSeenMs: nowMs, goneMs: 0 };
}

function begin(finding: Finding, { nowMs }: Look): Incident {
  return {
    ...wordsOf(finding),
    findingId: finding.id,
    sinceMs: finding.sinceMs,
    lastSeenMs: nowMs,
    heldMs: 0,
    goneMs: 0,
    toldAtMs: null,
    acknowledgedAtMs: null,
    worseMs: null,
  };
}

function goOn(known: Incident, finding: Finding, { nowMs, elapsedMs }: Look): Incident {
  // For as long as it lasts it is as severe as it ever was, so that going back and forth is told once.
  const isWorse = bySeverity(finding, known) < 0;
  const isKnownToSomebody = (known.toldAtMs ?? known.acknowledgedAtMs) !== null;
  const worseMs = known.worseMs === null ? null : known.worseMs + elapsedMs;
  return {
    ...known,
    ...wordsOf(finding),
    severity: isWorse ? finding.severity : known.severity,
    worseMs: isWorse && isKnownToSomebody ? 0 : worseMs,
    lastSeenMs: nowMs,
    heldMs: known.heldMs + elapsedMs,
    goneMs: 0,
    // The clock was set back: what was told "in the future" would never be due again.
    toldAtMs: known.toldAtMs === null ? null : Math.min(known.toldAtMs, nowMs),
  };
}

function fade(known: Incident, { elapsedMs, isJudged }: Look): Incident {
  return isJudged ? { ...known, goneMs: known.goneMs + Math.max(elapsedMs, 1) } : known;
}

const wordsOf = ({ severity, title, consequence, fix }: Finding) => ({ severity, title, consequence, fix });

function newsOf(incident: Incident, kind: News['kind']): News {
  const { findingId, severity, title, consequence, fix, sinceMs, lastSeenMs } = incident;
  const untilMs = kind === 'ended' ? Math.max(lastSeenMs, sinceMs) : null;
  return { kind, findingId, severity, title, consequence, fix, sinceMs, untilMs };
}

/** What is known of incidents after the panel was off: nobody looked meanwhile, so none of it is gone yet. */
export function resumeIncidents(saved: Readonly<Record<string, Incident>>): Record<string, Incident> {
  return Object.fromEntries(Object.entries(saved).map(([id, known]) => [id, { ...known, goneMs: 0 }]));
}
