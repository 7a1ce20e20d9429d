import type { SeenFinding } from '../panel/viewer.ts';
import { waitFor } from '../run/exec.ts';
import type { Lane } from './lane.ts';
import { type Claim, claimOf, countTruth, type Truth, truthWords } from './truth.ts';

/** What is shown at once by vmagent has to be on the page within this time, in seconds. */
export const PROMPT_SECONDS = 15;

export interface Seen {
  finding: string;
  claim: Claim;
  /** `PROMPT_SECONDS` unless told. */
  withinSeconds?: number;
}

/** What went on in a drill, for checks of its own. */
export interface Course {
  seen: SeenFinding[];
  fromMs: number;
  /** When all was well again and had arrived. */
  toMs: number;
  truth: Truth;
}

export interface Drill extends Seen {
  what: string;
  /** @param begins to be called when the fault begins, where that is later than this is called */
  fault(lane: Lane, begins: () => void): unknown;
  /** A further finding on the same fault, which takes over from the first. */
  later?: Seen;
  /** Between the finding and the end of the fault. */
  meanwhile?(lane: Lane, seen: SeenFinding): Promise<void>;
  mend(lane: Lane): unknown;
  /** The series that the claim is about: the beat, unless told. Then the beat has to arrive whole. */
  about?(lane: Lane): string;
  /** Or what it is about is counted in another way. Then the beat has to arrive whole, too. */
  count?(lane: Lane): Promise<{ given: number; missing: number }>;
  /** Until what waited has arrived, in seconds; 60 unless told. */
  arrivesWithinSeconds?: number;
  /** What else has to be true. @returns further words for the table */
  check?(lane: Lane, course: Course): Promise<string | null> | string | null;
  /** vmagent does not run meanwhile, so nobody asks for samples. */
  endsVmagent?: boolean;
  /** Findings about the destination that are right beside it. */
  beside?: string[];
  /** Looked at in a real browser, too. */
  isInBrowser?: boolean;
}

export interface Row {
  what: string;
  id: string;
  seconds: number;
  /** Until the browser showed its title; null: no browser looked. */
  browserSeconds: number | null;
  withinSeconds: number;
  claim: Claim;
  expectedClaim: Claim;
  truth: string;
  isLost: boolean;
  /** Other findings that speak of data at the destination. */
  others: string[];
}

/** How long a fault lasts at least: samples enough for a loss to be counted, or for a hole to be seen. */
const LOSS_MS = 6000;
const HOLE_MS = 8000;

const beatOf = (lane: Lane) => `drill_beat{cluster="${lane.name}",job="beat"}`;

/** Waits until a beat that was given after `sinceMs` is at the destination. @returns when it was given */
async function arrived(lane: Lane, sinceMs: number, timeoutMs: number): Promise<number> {
  return waitFor(
    'what waited to arrive',
    async () => {
      const samples = await lane.store.samples(beatOf(lane), sinceMs, Date.now());
      const known = lane.beat.beats.filter(({ atMs }) => atMs >= sinceMs);
      return known.findLast(({ number }) => samples.some(({ value }) => value === number))?.atMs;
    },
    { timeoutMs, everyMs: 500 },
  );
}

/** Waits until a series has a sample from after `sinceMs`. @returns that sample's time */
async function back(lane: Lane, match: string, sinceMs: number): Promise<number> {
  const newest = async () => (await lane.store.samples(match, sinceMs, Date.now())).at(-1)?.atMs;
  return waitFor(`${match} to come back`, newest, { everyMs: 500 });
}

async function look(lane: Lane, { finding, withinSeconds = PROMPT_SECONDS }: Seen): Promise<SeenFinding> {
  // What is late is found all the same, and called late in the table.
  return lane.viewer.found(finding, withinSeconds * 1000 + 120_000);
}

/**
 * Waits for the finding that replaces another one. vmagent counts a failure a moment before its log says of what kind it
 * is. @throws Error when nothing is said in between
 */
async function takenOver(lane: Lane, before: string, { finding }: Seen): Promise<SeenFinding> {
  await lane.viewer.until(`no ${before}`, () => !lane.viewer.seen.has(before), 120_000);
  const between = [...lane.viewer.seen.keys()];
  if (!between.some((id) => id === finding || id.startsWith('waiting')))
    throw new Error(`Between ${before} and ${finding} was only: ${between.join(', ') || 'nothing'}.`);
  return lane.viewer.found(finding);
}

/** What stands beside a loss may not say that there is none. */
const deniesLoss = ({ claim }: Drill, consequence: string) =>
  claim === 'lost' && consequence.startsWith('Nothing is lost');

/** Carries out one drill. @throws Error when the finding never comes or the pipeline does not recover */
export async function runDrill(lane: Lane, drill: Drill): Promise<Row[]> {
  if (lane.viewer.seen.has(drill.finding)) throw new Error(`${drill.finding} was there before the fault.`);
  const fromMs = Date.now();
  let beganAtMs = fromMs;
  await drill.fault(lane, () => {
    beganAtMs = Date.now();
  });
  const faultedAtMs = Date.now();
  const first = await look(lane, drill);
  const others = [...lane.viewer.seen.values()]
    .map(({ finding }) => finding)
    .filter(({ id }) => /^(waiting|losing)-/.test(id) && id !== drill.finding)
    // What the finding itself explains stands below it.
    .filter(
      ({ id, because, consequence }) =>
        !(because === drill.finding || drill.beside?.includes(id)) || deniesLoss(drill, consequence),
    )
    .map(({ id, consequence }) => `${id}: ${consequence}`);
  let browserSeconds: number | null = null;
  if (drill.isInBrowser && lane.page) {
    await lane.page.getByText(first.finding.title).first().waitFor({ timeout: 60_000 });
    browserSeconds = (Date.now() - beganAtMs) / 1000;
  }
  const seen = drill.later ? [first, await takenOver(lane, drill.finding, drill.later)] : [first];
  await drill.meanwhile?.(lane, first);
  // Long enough that a loss would show.
  const enoughMs = drill.about ? HOLE_MS : LOSS_MS;
  await waitFor('samples', () => Date.now() - faultedAtMs > enoughMs);
  await drill.mend(lane);
  const mendedAtMs = Date.now();
  const toMs = await arrived(lane, mendedAtMs, (drill.arrivesWithinSeconds ?? 60) * 1000);
  if (claimOf(first.finding) !== 'lost' || drill.about) await lane.viewer.gone(drill.finding, 30_000);
  // A loss is told for some time after its end.
  await lane.viewer.until(
    'the end',
    ({ delivery: { state } }) => state === 'delivering' || state === 'losing',
  );

  const beat = await countTruth(lane, beatOf(lane), lane.beat.beats, {
    fromMs,
    toMs,
    holesCount: drill.endsVmagent === true,
  });
  let truth = beat;
  if (drill.about) {
    const match = drill.about(lane);
    const backAtMs = await back(lane, match, mendedAtMs);
    truth = await countTruth(lane, match, null, { fromMs, toMs: backAtMs, holesCount: true });
  }
  if (drill.count) {
    const counted = await drill.count(lane);
    truth = { ...beat, ...counted, isLost: counted.missing > 0 };
  }
  if (truth !== beat && beat.isLost) throw new Error(`What was well has ${truthWords(beat)}.`);
  const more = await drill.check?.(lane, { seen, fromMs, toMs, truth });
  const words = more ? `${truthWords(truth)}; ${more}` : truthWords(truth);
  return [drill, drill.later].flatMap((wanted, index): Row[] => {
    const found = seen[index];
    if (!wanted || !found) return [];
    return [
      {
        what: index === 0 ? drill.what : `${drill.what}, later`,
        id: wanted.finding,
        seconds: Math.max(0, found.atMs - beganAtMs) / 1000,
        browserSeconds: index === 0 ? browserSeconds : null,
        withinSeconds: wanted.withinSeconds ?? PROMPT_SECONDS,
        claim: claimOf(found.finding),
        expectedClaim: wanted.claim,
        truth: words,
        isLost: truth.isLost,
        others: index === 0 ? others : [],
      },
    ];
  });
}
