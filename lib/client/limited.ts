/** The panel ends what it asks of others after some 20 s. */
const LIMIT_MS = 40_000;

/** Ends with a signal, and by itself where no answer comes: `AbortSignal.any` is younger than some browsers. */
export function limited(signal: AbortSignal): AbortSignal {
  const ends = new AbortController();
  const end = () => ends.abort(signal.reason);
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
  setTimeout(() => ends.abort(new DOMException('No answer came.', 'TimeoutError')), LIMIT_MS);
  return ends.signal;
}
