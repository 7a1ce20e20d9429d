'use client';

import { useEffect, useRef, useState } from 'react';
import { limited } from '@/lib/client/limited';

export type LiveCheck<Result> =
  | { state: 'idle' }
  | { state: 'checking' }
  | { state: 'done'; result: Result }
  | { state: 'failed'; error: unknown };

/** Long enough for a request that goes out into the world. */
const TYPING_PAUSE_MS = 700;

/**
 * Asks about an input once the typing pauses, and again whenever it changes. An answer is only ever shown for
 * the input that it belongs to. Null stands for "not complete yet": nothing is asked.
 */
export function useLiveCheck<Input, Result>(
  input: Input | null,
  ask: (input: Input, signal: AbortSignal) => Promise<Result>,
  pauseMs = TYPING_PAUSE_MS,
): { check: LiveCheck<Result>; checkNow: () => void } {
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<{ key: string; check: LiveCheck<Result> } | null>(null);
  const latest = useRef({ input, ask, hurry: false });
  const key = input === null ? null : `${round} ${JSON.stringify(input)}`;

  useEffect(() => {
    latest.current.input = input;
    latest.current.ask = ask;
  });

  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    const run = async () => {
      const question = latest.current;
      if (question.input === null) return;
      try {
        const result = await question.ask(question.input, limited(abort.signal));
        if (!abort.signal.aborted) setAnswer({ key, check: { state: 'done', result } });
      } catch (error) {
        if (!abort.signal.aborted) setAnswer({ key, check: { state: 'failed', error } });
      }
    };
    const timer = setTimeout(() => void run(), latest.current.hurry ? 0 : pauseMs);
    latest.current.hurry = false;
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, pauseMs]);

  return {
    check: key === null ? { state: 'idle' } : answer?.key === key ? answer.check : { state: 'checking' },
    checkNow: () => {
      latest.current.hurry = true;
      setRound((before) => before + 1);
    },
  };
}
