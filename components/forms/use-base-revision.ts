'use client';

import { useEffect, useRef, useState } from 'react';
import { forgetDraft, readDraft, rememberDraft } from './drafts';

/**
 * The revision that what is typed was begun on. It follows the newest one while nothing is typed, and stays from the
 * first key on, with a draft also through a reload of the tab: so a change made elsewhere in between is a conflict.
 * @param newest null: the server has no revision of it
 */
export function useBaseRevision(draftKey: string | undefined, newest: string | null, isDirty: boolean) {
  const key = draftKey === undefined || newest === null ? null : `${draftKey}-base`;
  const [base, setBase] = useState(newest);
  const wasDirty = useRef(false);

  useEffect(() => {
    if (!isDirty) {
      if (wasDirty.current && key !== null) forgetDraft(key);
      setBase(newest);
    } else if (!wasDirty.current && key !== null) {
      const kept = readDraft(key);
      if (kept !== null && 'revision' in kept && typeof kept.revision === 'string') setBase(kept.revision);
      else rememberDraft(key, { revision: newest }, []);
    }
    wasDirty.current = isDirty;
  }, [isDirty, newest, key]);

  /** What is typed counts from here on as a change of this revision. */
  const rebase = (revision: string | null) => {
    if (key !== null) rememberDraft(key, { revision }, []);
    setBase(revision);
  };
  return { base, rebase };
}
