import 'server-only';
import { type GcpServiceId, gcpService } from '@/lib/pipeline/sources/gcp/services';
import { gcpProjectIdSchema } from '@/lib/schemas/gcp/gcp';
import type { AnswerRow, SourceAnswer } from '@/lib/schemas/source-answer';
import type { Told } from '../../../sampler/eye/eye';
import { type Examined, examined } from '../../doctor/examine';
import { failedRow } from '../../doctor/failed-row';
import { isMomentary, withClock } from '../../doctor/told';
import { askToken, type Caller, type Reader } from './ask';
import { askPrefix } from './prefix';
import { nameOf, rowOf } from './rows';

/** Rows of an answer: more are not tried, and a form cannot show them. */
const MOST_ROWS = 100;
/** From here on it is worth a word, though Google bears more. */
const CLOCK_NOTE_MS = 60_000;

/** What is to be asked for, and of which projects. */
export interface Asked {
  projects: readonly string[];
  services: readonly GcpServiceId[];
  /** Beside those of the services. */
  prefixes: readonly string[];
}

interface Wanted {
  name: string;
  prefixes: readonly string[];
}

/**
 * Asks Google whether a key gives what is wanted of it, project by project, with the very calls that its exporter makes.
 * Google returns one series at most for each prefix. Ends with what it has when the signal is aborted. Never throws.
 */
export const askDoctor = (caller: Caller, asked: Asked): Promise<SourceAnswer> =>
  examined(caller, (within) => examine(within, asked));

async function examine(caller: Caller, asked: Asked): Promise<Examined> {
  const { answer, aheadMs } = await askToken(caller);
  const clock = aheadMs !== null && { clockAheadSeconds: Math.round(aheadMs / 1000) };
  const nothing = { identity: null, notes: [], rows: [], ...clock };
  if (!answer.ok) return { ...nothing, problem: problemOf(answer.told) };
  const reader = { ...caller, token: answer.value, aheadMs: aheadMs ?? 0 };
  const found = await allRows(reader, asked);
  const { email, projectId } = caller.key;
  // The address names it too: weir@PROJECT.iam.gserviceaccount.com.
  const home = projectId ?? email.split('@')[1]?.split('.')[0] ?? '';
  const identity = { account: nameOf(home), who: nameOf(email) };
  const notes = [clockNote(aheadMs), leftOutNote(asked)].filter((note) => note !== null);
  const common = commonCause(found);
  if (common !== null) return { ...nothing, identity, notes, problem: common };
  return { ...nothing, identity, notes, problem: null, rows: found.map(({ row }) => row) };
}

interface Found {
  row: AnswerRow;
  failures: readonly Told[];
}

const wantedOf = ({ services, prefixes }: Asked): Wanted[] => [
  ...services.map((id) => gcpService(id)).map(({ name, prefixes: own }) => ({ name, prefixes: own })),
  ...prefixes.map((prefix) => ({ name: nameOf(prefix), prefixes: [prefix] })),
];

const placesOf = (asked: Asked) =>
  [...new Set(asked.projects)].flatMap((project) =>
    wantedOf(asked).map((wanted) => ({ project, ...wanted })),
  );

const allRows = (reader: Reader, asked: Asked): Promise<Found[]> =>
  Promise.all(
    placesOf(asked)
      .slice(0, MOST_ROWS)
      .map(async ({ project, name, prefixes }): Promise<Found> => {
        const base = { service: name, place: nameOf(project) };
        const form = gcpProjectIdSchema.safeParse(project).error?.issues[0];
        if (form) {
          const told = { kind: 'project-form', rank: 0, words: form.message };
          return { row: { ...base, ...failedRow([told]) }, failures: [told] };
        }
        const seen = await Promise.all(prefixes.map((prefix) => askPrefix(reader, project, prefix)));
        return { row: { ...base, ...rowOf(seen) }, failures: seen.flatMap(({ failures }) => failures) };
      }),
  );

function problemOf(told: Told): SourceAnswer['problem'] {
  const { words: message, fix = null } = told;
  return { state: isMomentary(told) ? 'unknown' : 'wrong', message, fix };
}

/** What is wrong with all of it: where every row says the same, it is said once. */
function commonCause(found: readonly Found[]): SourceAnswer['problem'] {
  const [first] = found;
  if (first === undefined || first.failures.length === 0) return null;
  const { message, fix, state } = first.row;
  const isCommon = found.every(({ row }) => row.message === message && row.fix === fix);
  return isCommon ? { state: state === 'unknown' ? 'unknown' : 'wrong', message, fix } : null;
}

function clockNote(aheadMs: number | null): string | null {
  if (aheadMs === null || Math.abs(aheadMs) < CLOCK_NOTE_MS) return null;
  const told = { kind: 'clock', rank: 0, words: 'This Pi’s clock is wrong, and Google still accepts it.' };
  return withClock(told, aheadMs).words;
}

function leftOutNote(asked: Asked): string | null {
  const all = placesOf(asked).length;
  return all > MOST_ROWS ? `Only the first ${MOST_ROWS} of ${all} were tried.` : null;
}
