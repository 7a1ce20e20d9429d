import { type ComponentType, useCallback, useEffect, useState } from 'react';

const AGAIN_MS = 5_000;

interface Later<Props> {
  /** Null until it is here. */
  component: ComponentType<Props> | null;
  want: () => void;
  /** It did not come, though the bundler's loader asks twice. It is asked for again until it is here. */
  isMissing: boolean;
}

/** A component whose code is fetched when it is wanted. React's `lazy` would put an error in place of the whole page, for good. */
export function useLater<Props>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  const [component, setComponent] = useState<ComponentType<Props> | null>(null);
  const [isMissing, setIsMissing] = useState(false);
  const want = useCallback(() => {
    load().then(
      (loaded) => setComponent(() => loaded),
      () => setIsMissing(true),
    );
  }, [load]);
  const isStillMissing = isMissing && component === null;
  useEffect(() => {
    if (!isStillMissing) return;
    const timer = setInterval(want, AGAIN_MS);
    return () => clearInterval(timer);
  }, [isStillMissing, want]);
  return { component, want, isMissing: isStillMissing };
}
