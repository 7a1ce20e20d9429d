/** Aborted once it is so: on a busy machine no number of milliseconds is right. */
export function abortWhen(isSo: () => boolean): AbortSignal {
  const stop = new AbortController();
  const look = () => {
    if (!isSo()) return;
    clearInterval(timer);
    stop.abort();
  };
  const timer = setInterval(look, 5);
  return stop.signal;
}
