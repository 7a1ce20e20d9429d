import { type ComponentType, useCallback, useState } from 'react';

interface Later<Props> {
  /** Null until it is here. */
  component: ComponentType<Props> | null;
  want: () => void;
  /** It did not come, though the bundler's loader asks twice; the next wish asks again. */
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
  return { component, want, isMissing: isMissing && component === null };
}
