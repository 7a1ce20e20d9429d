import 'server-only';
import { ofAllPis, ofThisPi } from '@/lib/dashboards/terms/promql';
import { destinationName } from '@/lib/destination-name';
import type { DashboardView, LookPis, LookSpan } from '@/lib/schemas/look/dashboard';
import { METRIC_NAME, STORED_A_PAGE, type Stored, type StoredQuery } from '@/lib/schemas/look/stored';
import { type Place, placeInUse } from '../destination/place';
import { newestOf, type StoredValue, Unanswered } from '../destination/question';
import { hub } from '../sampler/hub';
import { singleton } from '../singleton';
import { queryBase } from '../stack/reading';
import { familyOf } from '../vmagent/families';
import { inTurn } from '../wait';
import { createKept } from './kept';
import { draw, unanswered, whyNothing } from './look';
import { countOf, highestOf, metricDashboard } from './metric';
import { nameOfThisPi } from './pis';
import { holdsMs } from './spans';
import { toldAt } from './told';

/** PromQL: how many series each metric has. */
export const METRICS = 'count by (__name__) ({__name__!="",cluster=~"$cluster"})';

type Names = { values: readonly StoredValue[]; readAtMs: number } | Unanswered;

/** The metrics that the destination has of this Pi, a page of them; asked once for all who look. @throws AppError invalid-stack */
export async function readStored({ q, page: wanted }: StoredQuery): Promise<Stored> {
  const { destination } = hub().snapshot();
  const place = await placeInUse(destination.kind);
  const outside = destinationName(destination);
  if (place === null)
    return { state: 'elsewhere', where: outside, canBeAsked: queryBase(destination.url) !== null };
  const where = place.reading ? outside : null;
  const names = await namesAt(place);
  if (names instanceof Unanswered) return { state: 'silent', where, ...whyNothing(place, names) };
  const told = await toldAt(place);
  const found = names.values.map(({ labels: { __name__: name = '' }, value }) => ({
    name,
    series: value,
    help: familyOf(told, name).help,
  }));
  const all = found.filter((one) => METRIC_NAME.test(one.name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const words = q.trim().toLowerCase();
  const matching = all.filter(({ name, help }) => `${name} ${help ?? ''}`.toLowerCase().includes(words));
  const pages = Math.max(1, Math.ceil(matching.length / STORED_A_PAGE));
  const page = Math.min(wanted, pages);
  return {
    state: 'read',
    where,
    readAtMs: names.readAtMs,
    odd: found.length - all.length,
    series: found.reduce((sum, { series }) => sum + series, 0),
    all: all.length,
    matching: matching.length,
    page,
    pages,
    metrics: matching.slice((page - 1) * STORED_A_PAGE, page * STORED_A_PAGE),
  };
}

/** Asked once for all who look. */
export async function namesAt(place: Place): Promise<Names> {
  const cluster = place.reading ? await nameOfThisPi() : null;
  const promql = cluster === null ? ofAllPis(METRICS) : ofThisPi(METRICS, cluster);
  const keep = singleton('look-stored', () => createKept<Names>(1));
  return keep(
    JSON.stringify([promql, place.reading]),
    // In the line of the panels, so that no more is asked at a time.
    () =>
      inTurn('look 0', async () => ({
        values: await place.ask(newestOf(promql)),
        readAtMs: Date.now(),
      })).catch(unanswered),
    (names) => holdsMs(place, '1', names instanceof Unanswered ? 'nothing' : 'all'),
  );
}

/** One metric over time, and its newest values. @param metric of the form of `METRIC_NAME` @throws AppError invalid-stack */
export const readMetric = (metric: string, span: LookSpan, pis: LookPis): Promise<DashboardView> =>
  draw(
    { id: `metric ${metric}`, title: metric },
    async ({ place, ofPis }) => {
      const now = (promql: string) => inTurn('look 0', () => place.ask(newestOf(ofPis(promql))));
      const [count] = await now(countOf(metric));
      const highest = await now(highestOf(metric));
      return metricDashboard(metric, count?.value ?? 0, highest, familyOf(await toldAt(place), metric));
    },
    span,
    pis,
  );
