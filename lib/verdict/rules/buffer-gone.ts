import type { Loss, Rule } from '../terms/types';
import { roughBytes, serviceHref } from '../terms/words';

type Discard = NonNullable<Loss['discard']> | 'unknown';

interface Words {
  title: string;
  why: string;
  fix: string;
}

const WORDS: Record<Discard, Words> = {
  damaged: {
    title: 'Data was lost: the buffer was damaged, and vmagent threw it away when it started.',
    why: 'the buffer was damaged',
    fix: 'Nothing brings these samples back. A power cut or a worn SD card damages files: look at the power supply, and move Docker’s data to an SSD if it comes back.',
  },
  address: {
    title: 'Data was lost: what waited for the earlier address was thrown away when vmagent started.',
    why: 'it waited for an address that vmagent no longer writes to',
    fix: 'Nothing brings these samples back. Let the buffer drain before you change the address of the destination again.',
  },
  unknown: {
    title: 'Data was lost: samples that waited in the buffer are gone.',
    why: 'it is no longer in the buffer, and was not delivered',
    fix: 'Nothing brings these samples back. Somebody may have deleted the volume of the buffer; the log of vmagent tells what it found when it started.',
  },
};

const wordsOf = ({ discard }: Loss) => WORDS[discard ?? 'unknown'];

/** How much is gone and why, inside a sentence. */
export function goneWords(loss: Loss): string {
  return `${loss.bytes === null ? 'What waited in the buffer' : `${roughBytes(loss.bytes)} that waited in the buffer`} is gone: ${wordsOf(loss).why}`;
}

const losingBufferGone: Rule = {
  id: 'losing-buffer-gone',
  severity: 'losing',
  when: 'Samples that waited in the buffer are gone, and no delivery, rejection or overflow explains it: vmagent discarded a damaged queue or one of an earlier address, or the volume was deleted.',
  applies: (_, { loss }) =>
    !loss?.isOngoing || loss.reason !== 'buffer-gone'
      ? []
      : [
          {
            title: wordsOf(loss).title,
            consequence: `${goneWords(loss)}. What comes in now is kept.`,
            fix: wordsOf(loss).fix,
            href: serviceHref('vmagent'),
            sinceMs: loss.lastAtMs,
            headline: { state: 'losing', actionLabel: 'See vmagent' },
          },
        ],
};

export const bufferGoneRules = [losingBufferGone];
