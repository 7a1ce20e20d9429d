import { FilePen, KeyRound, type LucideIcon, UserRound, Waves } from 'lucide-react';
import type { Revision } from '@/lib/schemas/revision';

/** Who made a revision, as the reader knows them. */
export const authors: Record<Revision['who'], { words: string; icon: LucideIcon }> = {
  owner: { words: 'you', icon: UserRound },
  token: { words: 'the write token', icon: KeyRound },
  hand: { words: 'an edit of the files', icon: FilePen },
  panel: { words: 'the panel', icon: Waves },
};
