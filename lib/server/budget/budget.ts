import 'server-only';
import { limitsAt, NO_LIMITS } from '@/lib/budget';
import type { Budget } from '@/lib/schemas/budget';
import { brakeAt } from '@/lib/schemas/plan';
import { runningContainers } from '../docker/engine';
import { live } from '../live/live';
import { hub } from '../sampler/hub';
import { NO_BUDGET } from '../sampler/steps/budget';
import { planIn } from '../settings/sections/plan';
import { readOr } from '../settings/sections/section';
import { limitsIn } from '../settings/sections/series-limits';
import { sourcesIn } from '../sources/sources';
import { destinationIn } from '../stack/settings';
import { readStackTexts, readTemplates, withTemplates } from '../stack/stack-texts';
import { forecasts } from './forecast';
import { budgetJobs, sumOf } from './jobs';
import { keptShares } from './kept';

/** What is collected, against the plan; and what each source that is off would add. */
export async function readBudget(): Promise<Budget> {
  const templates = await readTemplates();
  const texts = withTemplates((await readStackTexts()).texts, templates);
  const { targets, delivery, vmagent } = hub().snapshot();
  const isUp = vmagent.state === 'up';
  const measured = isUp ? live().sampler.budget() : NO_BUDGET;
  const [shares, containers] = await Promise.all([
    isUp ? keptShares(targets, texts, templates) : new Map<string, number>(),
    readOr(() => sourcesIn(texts).containers, true) ? null : runningContainers().catch(() => null),
  ]);

  const limits = new Map(
    Object.entries(readOr(() => limitsIn(texts), {})).flatMap(([job, limit]) =>
      limit ? [[job, limit]] : [],
    ),
  );
  const jobs = budgetJobs(isUp ? targets : [], shares, measured.pointsPerMinute, limits);
  const kept = jobs.length === 0 ? null : sumOf(jobs.map((job) => job.kept));
  const points = jobs.length === 0 ? null : sumOf(jobs.map((job) => job.pointsPerMinute));
  const series = most(measured.series, kept);
  return {
    series,
    isAggregated: measured.isAggregated,
    pointsPerMinute: measured.pointsPerMinute ?? points,
    samplesPerSecond: delivery.samplesPerSecond,
    limits: readOr(() => limitsAt(planIn(texts), destinationIn(texts).kind), NO_LIMITS),
    brake: { maxSeries: brakeAt(measured.maxSeries), droppedSamples: measured.droppedSamples },
    jobs: jobs.map((job) => ({ ...job, share: series && job.kept !== null ? job.kept / series : null })),
    forecasts: readOr(() => forecasts(texts, containers), []),
  };
}

function most(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
