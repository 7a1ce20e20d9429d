import 'server-only';
import type { FileDiff } from '@/lib/schemas/file-diff';
import { type StackFileId, stackFile } from '../../files/stack-files';
import { unifiedDiff } from '../../files/unified-diff';
import { seal, showSealed } from './seal';
import { type Texts, writableFileIds } from './texts';

/** Texts of files with the secrets sealed, by file id. */
export type SealedTexts = Readonly<Record<string, string>>;

const allIds: readonly StackFileId[] = ['compose', ...writableFileIds];

export function sealTexts(key: string, texts: Texts, compose: string | null): SealedTexts {
  const all = allIds.flatMap((id) => {
    const text = id === 'compose' ? compose : (texts.get(id) ?? null);
    return text === null ? [] : [[id, seal(key, id, text)]];
  });
  return Object.fromEntries(all);
}

/** What differs, one entry for each file; a changed secret shows as a changed line without its value. */
export function fileDiffs(before: SealedTexts, after: SealedTexts): FileDiff[] {
  return allIds.flatMap((id) => {
    const [old = null, now = null] = [before[id], after[id]];
    if (old === now) return [];
    return [
      {
        path: stackFile(id).relative,
        action: old === null ? 'create' : now === null ? 'remove' : 'change',
        diff: unifiedDiff(
          old === null ? '' : showSealed(id, old, null),
          now === null ? '' : showSealed(id, now, old ?? ''),
        ),
      },
    ];
  });
}
