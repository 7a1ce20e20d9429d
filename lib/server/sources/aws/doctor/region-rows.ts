import 'server-only';
import { namespaceName } from '@/lib/pipeline/sources/aws/namespaces';
import { awsService, awsServiceWords } from '@/lib/pipeline/sources/aws/services';
import type { AnswerRow } from '@/lib/schemas/source-answer';
import type { Told } from '../../../sampler/eye/eye';
import { failedRow, failuresIn, type Row } from '../../doctor/failed-row';
import type { YaceJob } from '../jobs';
import type { Caller } from './ask';
import { askBesides } from './besides';
import { kindOf } from './kinds';
import { askMetrics, askTagged, askValues } from './questions';
import { allowedRow, foundRow, taggedRow } from './row';
import { unknownMetrics, withUnknown } from './unknown-metrics';

export interface RegionRows {
  rows: AnswerRow[];
  /** Actions that would say what has no tag, and that the key may not do. */
  unlisted: string[];
}

/** What one row is about: a service of the catalogue, or a namespace that somebody asks for in an own way. */
export type Wanted = Pick<YaceJob, 'namespace' | 'service'> & Partial<Pick<YaceJob, 'metrics'>>;

interface Place {
  region: string;
  wanted: readonly Wanted[];
  /** Twelve digits. */
  account: string;
  /** As rows name it. */
  place: string;
}

const named = ({ namespace, service }: Wanted, place: string) => ({
  service: service === null ? namespaceName(namespace) : awsServiceWords(awsService(service)),
  place,
});

/** Where AWS does not know the key, nothing else is asked. */
export const refusedRows = (place: string, wanted: readonly Wanted[], told: Told): RegionRows => ({
  rows: wanted.map((one) => ({ ...named(one, place), ...failedRow([told]) })),
  unlisted: [],
});

/** Tries all that the services of a region need. */
export async function regionRows(
  caller: Caller,
  { region, wanted, account, place }: Place,
): Promise<RegionRows> {
  const first = wanted[0]?.namespace ?? '';
  // What may be asked of CloudWatch is one thing for all of its namespaces.
  const ofAll = Promise.all([askMetrics(caller, region, first), askValues(caller, region, first)]);
  const unlisted: string[] = [];
  const rows = wanted.map(async (one): Promise<AnswerRow> => {
    const name = named(one, place);
    const kind = kindOf(one);
    const tagging = askTagged(caller, region, kind?.types ?? []);
    const listing = kind?.list?.({ caller, region, account });
    // A list that is needed is what it needs besides.
    const isListing = kind?.listAction === null && listing !== undefined;
    const trying = isListing ? [] : askBesides(caller, region, one.namespace);
    const doubting = unknownMetrics(caller, region, one);
    const [tagged, listed, cloudwatch, besides] = await Promise.all([tagging, listing, ofAll, trying]);
    const isNeeded = isListing && listed !== undefined;
    const failures = failuresIn([tagged, ...(isNeeded ? [listed] : []), ...besides, ...cloudwatch]);
    if (failures.length > 0 || !tagged.ok) return { ...name, ...failedRow(failures) };
    const found = (row: Row) => doubting.then((names) => ({ ...name, ...withUnknown(row, names) }));
    if (kind === undefined) return found(allowedRow(one.namespace));
    if (listed === undefined) return found(taggedRow(one.namespace, kind, tagged.value));
    if (!listed.ok && kind.listAction !== null) unlisted.push(kind.listAction);
    return found(foundRow({ region, kind, tagged: tagged.value, listed }));
  });
  return { rows: await Promise.all(rows), unlisted };
}
