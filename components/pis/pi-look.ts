import { CircleOff, type LucideIcon, MicOff } from 'lucide-react';
import type { Tone } from '@/components/ui/tone';
import { formatDuration } from '@/lib/duration';
import { plural } from '@/lib/format';
import type { PiReason, PiRow, PiState } from '@/lib/schemas/look/pis';

export const piLooks: Record<PiState, { tone: Tone; word: string; icon?: LucideIcon }> = {
  losing: { tone: 'losing', word: 'Losing' },
  silent: { tone: 'losing', word: 'Silent', icon: CircleOff },
  waiting: { tone: 'waiting', word: 'Waiting' },
  unknown: { tone: 'unknown', word: 'Unknown' },
  'not-reporting': { tone: 'unknown', word: 'Not reporting', icon: MicOff },
  arriving: { tone: 'arriving', word: 'Arriving' },
};

/** What the word alone does not say. */
const STATES: Record<PiState, string | null> = {
  losing: null,
  // How long it has been so is told instead.
  silent: null,
  waiting: null,
  unknown: 'Its state is not known.',
  'not-reporting': 'Its samples come; its panel’s own metrics do not.',
  arriving: null,
};
const REASONS: Record<PiReason, Partial<Record<PiState, string>>> = {
  verdict: {
    losing: 'Its panel says so.',
    waiting: 'Its panel finds something to look at.',
    unknown: 'Its panel does not know its state.',
  },
  drops: { losing: 'Its vmagent dropped samples in the last 15 min.' },
  late: { waiting: 'Its newest sample is late, or its clock is slow.' },
  'catching-up': { waiting: 'It sends what waited, oldest first, or its clock is slow.' },
};

export function stateWords({ state, reason }: Pick<PiRow, 'state' | 'reason'>): string | null {
  return (reason && REASONS[reason][state]) ?? STATES[state];
}

/** What stands beside the state, worst first. */
export function remarksOf({
  isTwofold,
  isThisPi,
  isOlder,
  isOtherInterval,
  intervalSeconds,
}: PiRow): string[] {
  return [
    isTwofold &&
      (isThisPi
        ? 'Another Pi seems to send under this name too: give each a name of its own, under Labels.'
        : 'Two Pis seem to send under this name: give each a name of its own, under Labels.'),
    isOlder && 'Older version than elsewhere.',
    isOtherInterval &&
      intervalSeconds !== null &&
      `Reads a source every ${formatDuration(intervalSeconds)}, other than this Pi.`,
  ].filter((remark) => remark !== false);
}

/** `1 waiting, 2 warnings`. Null: its panel does not tell. */
export function findingsWords(findings: PiRow['findings']): string | null {
  if (findings === null) return null;
  const { losing, waiting, warning, info } = findings;
  const parts = [
    losing > 0 && `${losing} losing`,
    waiting > 0 && `${waiting} waiting`,
    warning > 0 && plural(warning, 'warning'),
    info > 0 && plural(info, 'note'),
  ].filter((part) => part !== false);
  // A number stays with its word.
  return parts.length === 0 ? 'none' : parts.map((part) => part.replace(' ', '\u00a0')).join(', ');
}

/** Somebody may want it so: a panel’s own metrics can be turned off. */
const isMute = ({ state, isTwofold }: PiRow) => state === 'not-reporting' && !isTwofold;
const isWell = ({ state, isTwofold }: PiRow) => state === 'arriving' && !isTwofold;

/** All of them in a sentence. @param pis two at least */
export function pisWords(pis: readonly PiRow[], hasMore: boolean): string {
  const well = pis.filter(isWell).length;
  const mute = pis.filter(isMute).length;
  const shown = hasMore ? 'Pis that are shown' : 'Pis';
  if (well === pis.length) return `All ${hasMore ? '' : `${pis.length} `}${shown} are arriving.`;
  const rest = pis.length - well - mute;
  const parts = [
    `${well} of ${pis.length} ${shown} ${well === 1 ? 'is' : 'are'} arriving`,
    rest > 0 && `${rest} ${rest === 1 ? 'needs' : 'need'} a look`,
    mute > 0 && `${mute} ${mute === 1 ? 'does' : 'do'} not report`,
  ];
  return `${parts.filter((part) => part !== false).join('; ')}.`;
}

/** Series of those that send now, and how many of these do not tell it. Null: nobody tells. */
export function seriesOf(pis: readonly PiRow[]): { sum: number | null; uncounted: number } {
  const sending = pis.filter(({ state }) => state !== 'silent');
  const counted = sending.flatMap(({ series }) => series ?? []);
  return {
    sum: counted.length === 0 ? null : counted.reduce((sum, series) => sum + series, 0),
    uncounted: sending.length - counted.length,
  };
}
