import type { z } from 'zod';
import { toStatus } from '@/lib/server/live/status';
import { VERSION } from '@/lib/server/version';
import { backups } from '../../tests/support/fixtures/backup/backup-views.ts';
import { budgets } from '../../tests/support/fixtures/budget-fixtures.ts';
import { snapshot } from '../../tests/support/fixtures/delivering.ts';
import { rulesView } from '../../tests/support/fixtures/grafana/alert-rules-views.ts';
import { inStep, mixed, resultOf } from '../../tests/support/fixtures/grafana/grafana-views.ts';
import { logLines, runningTask } from '../../tests/support/fixtures/live-fixtures.ts';
import * as expressions from '../../tests/support/fixtures/look/expression-fixtures.ts';
import { dashboard } from '../../tests/support/fixtures/look/look-fixtures.ts';
import { pisViews } from '../../tests/support/fixtures/look/pis-fixtures.ts';
import { stored } from '../../tests/support/fixtures/look/stored-fixtures.ts';
import { disks } from '../../tests/support/fixtures/machine/disks-fixtures.ts';
import { written } from '../../tests/support/fixtures/machine/written-fixtures.ts';
import { allTold } from '../../tests/support/fixtures/notify-views.ts';
import { answer } from '../../tests/support/fixtures/resources/answer-fixtures.ts';
import { figures, resources } from '../../tests/support/fixtures/resources/resource-fixtures.ts';
import * as revisions from '../../tests/support/fixtures/revisions-fixtures.ts';
import { intervalPlan, settings } from '../../tests/support/fixtures/settings-fixtures.ts';
import { NOW_MS } from '../../tests/support/fixtures/snapshot-parts.ts';
import { sourceAnswers } from '../../tests/support/fixtures/source-answers.ts';
import { bundle } from '../../tests/support/fixtures/support-fixtures.ts';
import { charts, events } from '../../tests/support/fixtures/timeline-fixtures.ts';
import { updatesViews } from '../../tests/support/fixtures/updates/updates-views.ts';
import {
  answered,
  preview as launch,
  probeResult,
  sourceImages,
} from '../../tests/support/fixtures/wizard-fixtures.ts';
import { taken } from './taken.ts';

const taskId = '5f0c7f4e-6a53-4c0e-9f57-0c4d3c2b1a09';

/** By the names of the schemas: what the tests of the pages are shown. */
const answeredWith: Record<string, unknown> = {
  Acknowledgements: { isTelling: true, acknowledged: [{ findingId: 'disk-nearly-full', atMs: NOW_MS }] },
  AggregationPreview: revisions.offeredToAggregate,
  AlertRulesView: rulesView(),
  Answer: answer(),
  AskProgress: { asked: 24, answered: 17 },
  BackupDownload: backups.download,
  BackupView: backups.ready,
  Budget: budgets.within,
  ChangePreview: intervalPlan,
  ChangeStarted: { taskId },
  Changes: revisions.changes.drifted,
  Dashboard: dashboard(),
  Disks: disks.offered,
  Events: { events },
  Figures: figures,
  FilterPreview: revisions.preview,
  GrafanaPreview: mixed,
  GrafanaResult: resultOf('created'),
  GrafanaView: inStep,
  Health: { status: 'ok', version: VERSION },
  LaunchPreview: launch,
  Logs: { lines: logLines },
  LockedBackup: { id: backups.download.id, bytes: 34_816, opensBy: 'key', keyName: 'x7k2pq' },
  MetricLabels: expressions.labels,
  Names: expressions.names,
  MetricsAnswer: {
    sets: [{ dimensions: ['QueueName'], series: 12, metrics: [{ name: 'NumberOfMessagesSent', series: 4 }] }],
    isAll: true,
    places: ['eu-west-1'],
    problem: null,
  },
  NotifyView: allTold,
  OpenedBackup: backups.opened,
  Pis: pisViews.many,
  Price: {
    prices: { metric: 0.01, list: 0.01, listsFree: 1_000_000, series: 0.0005, seriesFree: 1_000_000 },
    sources: { aws: { everySeconds: 300, scrapeSeconds: 60, counted: null, day: null, before: null } },
  },
  ProbeResult: probeResult('ok'),
  ProofResult: { state: 'shown', ageSeconds: 12 },
  Recording: charts,
  Resources: resources(),
  RecoveryKey: { recoveryKey: 'AGE-SECRET-KEY-1…', recipient: 'age1…', name: 'x7k2pq' },
  RevisionDetail: revisions.revision,
  Revisions: { revisions: revisions.revisions },
  Sessions: revisions.sessions,
  SendResult: { wasSent: true, status: 200, message: 'It was sent.', hint: null, durationMs: 212 },
  SessionsEnded: { ended: 2 },
  Settings: settings,
  SignedIn: { signedIn: true },
  SourceAnswers: { aws: sourceAnswers.mixed },
  SourceImages: sourceImages,
  SourcesCheck: {
    aws: null,
    gcp: { ok: true, message: 'The key file is complete.', projectId: 'pond-413210' },
  },
  Status: toStatus(snapshot(), {}),
  Stored: stored(),
  SupportState: { making: null, failure: null, bundle },
  Task: runningTask,
  TaskStarted: { taskId },
  TokenMade: { token: 'weir_read_…', scope: 'read' },
  Tokens: revisions.tokens,
  UpdatesView: updatesViews.offered,
  WizardState: answered,
  Written: written.day,
};

/** An example of a schema, held to it; undefined: there is none. */
export function exampleOf(schema: z.ZodType, name: string | undefined, io: 'input' | 'output'): unknown {
  const example = (io === 'input' ? taken : answeredWith)[name ?? ''];
  if (example === undefined) return undefined;
  const short = io === 'input' ? example : shortened(example);
  const parsed = schema.safeParse(short);
  if (!parsed.success) throw new Error(`The example of ${name}: ${parsed.error.message}`);
  return io === 'input' ? example : parsed.data;
}

const MOST = 2;

/** The first of many. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, MOST).map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shortened(each)]));
}
