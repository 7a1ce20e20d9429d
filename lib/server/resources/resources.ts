import 'server-only';
import { type SourceId, sourceService } from '@/lib/pipeline/components';
import { ownBill, sourceRecord } from '@/lib/pipeline/records';
import type { Figures, FiguresQuery, Resources, ResourcesQuery } from '@/lib/schemas/resources';
import { clockSecondsIn } from '@/lib/scrape-duration';
import { AppError } from '../errors';
import { hub } from '../sampler/hub';
import { variablesIn } from '../stack/settings';
import { readStackTexts } from '../stack/stack-texts';
import { chartsOf } from './charts';
import { listOf } from './list';
import { namesFor } from './names';
import { readingOf } from './reading';

const MOST_FIGURES = 60;

/** A page of what a cloud's exporter has found. @throws AppError as `readingOf`; bad-request while the source is off */
export async function readResources(id: SourceId, query: ResourcesQuery): Promise<Resources> {
  const { sources } = hub().snapshot();
  const source = sources.find((each) => each.id === id);
  if (source?.state === 'off') throw new AppError('bad-request', 'The source is switched off.');
  const reading = await readingOf(id, query.mayCost === 'true');
  const bill = ownBill(sourceService(id));
  if (reading === null) return { state: 'costs', by: bill?.by ?? '', terms: bill?.terms ?? '' };
  const names = await namesFor(id, reading);
  return listOf(reading, query, { names, parts: source?.parts ?? [], roundSeconds: await roundSeconds(id) });
}

/** The series of one resource, with charts where the store on this Pi has them. @throws AppError as `readResources` */
export async function readFigures(id: SourceId, { resource, hours }: FiguresQuery): Promise<Figures> {
  const reading = await readingOf(id, false);
  const found = reading?.byId.get(resource);
  if (!found) {
    throw new AppError('not-found', 'This resource is not in the list now.', {
      hint: 'Read the list again.',
    });
  }
  return {
    figures: found.figures.slice(0, MOST_FIGURES).map(({ value, ...figure }) => ({
      ...figure,
      value: Number.isNaN(value) ? null : value,
    })),
    more: Math.max(0, found.figures.length - MOST_FIGURES),
    charts: await chartsOf(found, Number(hours)),
  };
}

/** Null: the exporter collects when it is scraped. */
async function roundSeconds(id: SourceId): Promise<number | null> {
  const { clock } = sourceRecord(id);
  if (!clock) return null;
  return clockSecondsIn(variablesIn((await readStackTexts()).texts)(clock.variable)) ?? clock.seconds;
}
