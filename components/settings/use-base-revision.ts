'use client';

import { useEffect, useRef, useState } from 'react';
import { forgetDraft, readDraft, rememberDraft } from '@/components/forms/drafts';

/**
 * The state of the files that what is typed was begun on. It follows the newest one while nothing is typed, and stays
 * from the first key on, also through a reload of the tab: so a change made elsewhere in between is a conflict.
 */
export function useBaseRevision(draftKey: string, newest: string, isDirty: boolean) {
  const key = `${draftKey}-base`;
  const [base, setBase] = useState(newest);
  const wasDirty = useRef(false);

  useEffect(() => {
    if (!isDirty) {
      if (wasDirty.current) forgetDraft(key);
      setBase(newest);
    } else if (!wasDirty.current) {
      const kept = readDraft(key);
      if (kept !== null && 'revision' in kept && typeof kept.revision === 'string') setBase(kept.revision);
      else rememberDraft(key, { revision: newest }, []);
    }
    wasDirty.current = isDirty;
  }, [isDirty, newest, key]);

  /** What is typed counts from here on as a change of this state. */
  const rebase = (revision: string) => {
    rememberDraft(key, { revision }, []);
    setBase(revision);
  };
  return { base, rebase };
}
