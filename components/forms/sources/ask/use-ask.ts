'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useContext, useEffect, useReducer, useRef } from 'react';
import { askedQuery } from '@/lib/queries/price';
import { askSources, newAskId } from '@/lib/queries/wizard';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { SourcesInput } from '@/lib/schemas/wizard';
import { askReducer } from './ask-state';
import { AskedOf } from './asked-of';

/** Asks a cloud when it is told to, and stops when it is told to or the form goes away. @param input null: not complete yet */
export function useAsk(source: SourceId, input: SourcesInput | null) {
  const [state, dispatch] = useReducer(askReducer, { at: 'idle' });
  const client = useQueryClient();
  const abort = useRef<AbortController | null>(null);
  const of = useContext(AskedOf);
  const key = JSON.stringify(input);

  useEffect(() => () => abort.current?.abort(), []);

  async function ask() {
    if (input === null) return;
    abort.current?.abort();
    abort.current = new AbortController();
    const { signal } = abort.current;
    const id = newAskId();
    dispatch({ type: 'ask', key, id });
    try {
      const answer = (await askSources(of, id, input, signal))[source];
      if (signal.aborted) return;
      if (answer) client.setQueryData(askedQuery(source).queryKey, answer);
      if (answer) dispatch({ type: 'answer', key, answer });
      else dispatch({ type: 'fail', key, error: null });
    } catch (error) {
      if (!signal.aborted) dispatch({ type: 'fail', key, error });
    }
  }

  function stop() {
    abort.current?.abort();
    dispatch({ type: 'stop' });
  }

  return { state, ask, stop, isOld: state.at === 'answered' && state.key !== key };
}
