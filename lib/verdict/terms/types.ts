import type { Limits } from '@/lib/budget';
import type { ScrapeJob } from '@/lib/pipeline/components';
import type { DeliverySample } from '@/lib/schemas/delivery';
import type {
  Action,
  Finding,
  OutsideCause,
  ServiceName,
  Snapshot,
  SourceId,
  Verdict,
} from '@/lib/schemas/snapshot';
import type { HostSample } from './host';
import type { Missing, Unread } from './missing';
import type { Spending } from './spending';
import type { Backups, Drift, OutOfStep } from './upkeep';

/** What the verdict is made from: the snapshot without its verdict. */
export type Pipeline = Omit<Snapshot, 'verdict'>;

/** Data thrown away by vmagent, summed over the last `LOSS_MEMORY_MS`. */
export interface Loss {
  /** `buffer-gone`: it waited in the buffer and is not there any more, with no delivery. */
  reason: 'rejected' | 'buffer-full' | 'buffer-gone';
  lastAtMs: number;
  /** Data went missing so recently that it has to be taken as still going on. */
  isOngoing: boolean;
  blocks: number;
  /** Why the buffer has lost it, as vmagent's log says; null: it does not. */
  discard: 'damaged' | 'address' | null;
  /** Compressed, as it lay in the buffer; null where vmagent does not count it. */
  bytes: number | null;
}

/** Something answers in the destination's place, and vmagent counts its 2XX as deliveries. */
export interface ImpostorSighting {
  kind: 'redirect' | 'page' | 'text';
  sinceMs: number;
  /** What was seen, untrusted text. */
  words: string;
}

/** Samples of new series that vmagent threw away at its own limit, summed over the last `LOSS_MEMORY_MS`. */
export interface Brake {
  lastAtMs: number;
  isOngoing: boolean;
  rows: number;
  /** Series an hour; null where vmagent does not tell. */
  limit: number | null;
}

/** How long the destination takes to answer; null: not known. */
export interface Slowness {
  /** Mean of the last minutes. */
  requestSeconds: number | null;
  /** How long data has waited for the answer to a first try. */
  unansweredSeconds: number | null;
}

/** A source whose exporter had a lot to tell and now has next to nothing; in samples of one scrape. */
export interface Silence {
  source: SourceId;
  samples: number;
  most: number;
}

/** What is used of the destination's plan; null: not known. */
export interface BudgetUse {
  series: number | null;
  isAggregated: boolean;
  pointsPerMinute: number | null;
  /** Where the running vmagent stops; null: not known. */
  brakeSeries: number | null;
  limits: Limits;
  /** Jobs whose `series_limit` leaves samples out now, and how many series it lets through. */
  shedding?: readonly { job: ScrapeJob; max: number }[];
}

/** A file of the stack that is broken, in the words of what reads it; never a line of the file, which may hold a secret. */
export interface FileProblem {
  message: string;
  hint: string;
}

/** A way to tell people that does not work, in Weir's own words. */
export interface TellingFailure {
  sinceMs: number;
  message: string;
  hint: string | null;
  cause?: OutsideCause;
}

export interface FailingChannel extends TellingFailure {
  id: string;
  /** The kind of channel, within a sentence. */
  kindName: string;
  /** As its owner calls it. */
  name: string;
}

/** A service that the last launch or start of it could not bring up; the reason is a sentence without secrets. */
export interface LeftOut {
  service: ServiceName;
  /** Null: it was not tried since the panel started. */
  reason: string | null;
}

/** What the rules need beyond one snapshot: what was seen before it. */
export interface VerdictContext {
  /** Findings of the last verdict, for their `sinceMs`. */
  previous: readonly Pick<Finding, 'id' | 'sinceMs'>[];
  loss: Loss | null;
  brake: Brake | null;
  /** Only while 2XX are counted: else nothing is lost by it. */
  impostor: ImpostorSighting | null;
  /** Left out where the destination is not asked. */
  missing?: readonly Missing[];
  /** Left out where it says so. */
  unread?: Unread;
  slowness: Slowness;
  /** Since when the buffer has filled although data is delivered. */
  outrunSinceMs: number | null;
  /** vmagent's last words before it ended by itself within the last ten minutes, untrusted text. */
  crash: string | null;
  /** Services that cannot start without a disk, and the folder on it that is not there. Left out: none. */
  disksAway?: Partial<Record<ServiceName, string>>;
  /** When the failure that `delivery.failure` names began. */
  failingSinceMs: number | null;
  /** How often the engine restarted each service by itself within the last `RESTART_LOOP_MS`. */
  restarts: Partial<Record<ServiceName, number>>;
  /** Services of which a process was ended for want of memory within the last ten minutes. */
  outOfMemory: readonly ServiceName[];
  /** Services without a container whose image is not on this machine either, and why it could not be got. */
  missingImages: readonly LeftOut[];
  /** Services that do not run and whose last start failed: their container ended, or could not be made or started. */
  notStarted: readonly (LeftOut & { reason: string })[];
  /** Services that the panel brings up at the moment, one after the other. */
  beingStarted: readonly ServiceName[];
  silences: readonly Silence[];
  host: HostSample;
  /** How far this machine's clock is ahead of the destination's; null: not known. */
  clockAheadSeconds: number | null;
  drift: readonly Drift[];
  /** Left out where it is in step, or nothing of Weir’s was put into a Grafana. */
  grafana?: OutOfStep;
  /** How late the panel's own last sample was; null: in time. */
  lateSeconds: number | null;
  /** Why `.env` or docker-compose.yml cannot be used as it is now; null while both can. */
  fileProblem: FileProblem | null;
  /** Services of Weir's that docker-compose.yml describes with something that Weir does not know; it names the key. */
  notUnderstood: readonly { service: ServiceName; reason: string }[];
  /** vmagent was asked and knows of no target at all. */
  hasNoTargets: boolean;
  /** vmagent's own words on the config that it refused, untrusted text. */
  configError: string | null;
  /** Left out where nobody is to be told. */
  telling?: { channels: readonly FailingChannel[]; deadMan: TellingFailure | null };
  /** Left out where no backups are made by themselves. */
  backups?: Backups;
  /** Of sources that are billed, where a day of them was seen. */
  spending?: readonly Spending[];
  /** Left out while vmagent does not answer. */
  budget?: BudgetUse;
}

export interface RuleResult {
  /** Tells findings of one rule apart, e.g. a service name; becomes part of the finding's id. */
  subject?: string;
  title: string;
  consequence: string;
  fix: string;
  href?: string;
  /** What the panel can do about it itself. */
  action?: Action;
  evidence?: string | null;
  /** What lies behind it, for the findings that explain it. */
  cause?: OutsideCause;
  /** Since when it holds, where that is known from before it was first found. */
  sinceMs?: number | null;
  /** Speaks for the whole pipeline: the first such result of the table gives the headline. */
  headline?: { state: Verdict['state']; actionLabel?: string; text?: string };
}

export interface Rule {
  id: string;
  /** What makes Weir find it, for docs/findings.md. */
  when: string;
  severity: Finding['severity'];
  applies(pipeline: Pipeline, context: VerdictContext): RuleResult[];
}

export type Failure = NonNullable<DeliverySample['failure']>;
