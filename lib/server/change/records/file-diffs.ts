import 'server-only';
import type { FileDiff } from '@/lib/schemas/file-diff';
import { stackFile } from '../../files/stack-files';
import { unifiedDiff } from '../../files/unified-diff';
import { showSealed } from './seal';
import { type SealedTexts, sealedIds } from './sealed-texts';

/** What differs, one entry for each file; a changed secret shows as a changed line without its value. */
export function fileDiffs(before: SealedTexts, after: SealedTexts): FileDiff[] {
  return sealedIds.flatMap((id) => {
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
