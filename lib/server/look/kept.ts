import 'server-only';

/** Answers that are given to whoever asks next, too, each for its own time; at most so many. */
export function createKept<T>(most: number) {
  const kept = new Map<string, { untilMs: number; answer: Promise<T> }>();
  /** @param holdsMs how long an answer holds, from when it is there; one that fails holds for no one else */
  return (key: string, make: () => Promise<T>, holdsMs: (answer: T) => number): Promise<T> => {
    const nowMs = performance.now();
    for (const [one, { untilMs }] of kept) if (untilMs <= nowMs) kept.delete(one);
    const known = kept.get(key);
    if (known) return known.answer;
    const entry = { untilMs: Number.POSITIVE_INFINITY, answer: make() };
    kept.set(key, entry);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    entry.answer.then(
      (answer) => {
        entry.untilMs = performance.now() + holdsMs(answer);
      },
      () => kept.get(key) === entry && kept.delete(key),
    );
    return entry.answer;
  };
}
