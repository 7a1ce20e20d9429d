import 'server-only';
import os from 'node:os';
import { KEPT_DAYS } from '@/lib/schemas/event';
import { readRevision, revisionIds } from '../change/records/revisions';
import { listContainers } from '../docker/containers';
import { engineFacts } from '../docker/engine';
import { AppError } from '../errors';
import { readHost } from '../live/host';
import { live } from '../live/live';
import { readEvents } from '../live/timeline';
import { notifier } from '../notify/notifier-service';
import { notifyView } from '../notify/notify-view';
import { partOf } from '../recording/rings';
import type { SeriesTable } from '../recording/series-table';
import { hub } from '../sampler/hub';
import { VERSION } from '../version';

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const jsonLines = (values: readonly unknown[]) =>
  values.length === 0 ? '' : `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;
const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

export async function versionFacts(): Promise<string> {
  const [engine, containers, host] = await Promise.all([
    orReason(engineFacts()),
    orReason(listContainers()),
    orReason(readHost()),
  ]);
  return json({
    panel: VERSION,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    kernel: os.release(),
    processors: os.cpus().length,
    panelUpSeconds: Math.round(process.uptime()),
    panelMemoryBytes: process.memoryUsage.rss(),
    machineUpSeconds: Math.round(os.uptime()),
    host,
    engine,
    vmagent: hub().snapshot().vmagent.version,
    containers: Array.isArray(containers)
      ? containers.map(({ startedAtMs, ...rest }) => ({ ...rest, startedAt: time(startedAtMs) }))
      : containers,
  });
}

async function orReason<T>(read: Promise<T>): Promise<T | string> {
  return read.catch(
    (error: unknown) => `not known: ${error instanceof AppError ? error.message : 'it failed'}`,
  );
}

export function verdictFacts(): string {
  const { atMs, verdict } = hub().snapshot();
  const findings = verdict.findings.map(({ sinceMs, ...finding }) => ({ ...finding, since: time(sinceMs) }));
  return json({ at: time(atMs), ...verdict, findings });
}

export function pipelineFacts(): string {
  const { verdict: _, targets, atMs, ...rest } = hub().snapshot();
  return json({ at: time(atMs), ...rest, targets: targets.length });
}

export function targetLines(): string {
  const { targets } = hub().snapshot();
  const rank = { down: 0, pending: 1, up: 2 };
  return jsonLines([...targets].sort((a, b) => rank[a.state] - rank[b.state]));
}

export function eventLines(): string {
  const { events } = readEvents({ hours: 24 * KEPT_DAYS });
  return jsonLines(
    events.map(({ id: _, fromMs, toMs, ...event }) => ({ from: time(fromMs), to: time(toMs), ...event })),
  );
}

export async function listedRevisions(): Promise<string> {
  const lines: unknown[] = [];
  for (const id of (await revisionIds()).reverse()) {
    const record = await readRevision(id).catch(() => null);
    lines.push(
      record === null
        ? { id, damaged: true }
        : {
            id,
            at: time(record.atMs),
            who: record.who,
            title: record.title,
            reason: record.reason,
            files: record.files,
          },
    );
  }
  return jsonLines(lines);
}

/** @throws AppError invalid-stack when .weir/notify.json is damaged */
export async function notificationFacts(): Promise<string> {
  const { channels, rules, deadMan, localTime } = await notifyView(await notifier());
  const { revision: _, ...told } = rules;
  return json({
    // What could help to reach somebody, or to read along, is left out: topics, addresses, hints at secrets.
    channels: channels.map(({ kind, name, isOn, last, waiting }) => ({ kind, name, isOn, waiting, last })),
    rules: told,
    localTime,
    deadMan: {
      isOn: deadMan.isOn,
      okWhile: deadMan.okWhile,
      failSignal: deadMan.failSignal,
      last: deadMan.last,
    },
  });
}

export const pipelineTable = () => table(live().rings.pipeline, (name) => name);

export const partsTable = () =>
  table(live().rings.parts, (name) => {
    const part = partOf(name);
    return 'job' in part ? `${part.kind} ${part.job} ${part.instance}` : `${part.kind} ${part.service}`;
  });

/** One line a step, oldest first; what was not measured is empty, and a step without anything is left out. */
function table(series: SeriesTable, title: (name: string) => string): string {
  const { startMs, count, series: columns } = series.read();
  const names = [...columns.keys()].sort();
  const lines = [['time', ...names.map((name) => quoted(title(name)))].join(',')];
  for (let index = 0; index < count; index += 1) {
    const cells = names.map((name) => columns.get(name)?.[index] ?? null);
    if (cells.every((cell) => cell === null)) continue;
    const at = new Date(startMs + index * series.stepMs).toISOString().slice(0, 19);
    lines.push(
      [`${at}Z`, ...cells.map((cell) => (cell === null ? '' : Number(cell.toPrecision(5))))].join(','),
    );
  }
  return `${lines.join('\n')}\n`;
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
