import { type ComponentType, useCallback, useState } from 'react';

/**
 * A component whose code is fetched when it is wanted; null until it is here. Where the panel does not answer, the
 * next wish tries again: React's `lazy` would put an error in place of the whole page, for good.
 */
export function useLater<Props>(
  load: () => Promise<ComponentType<Props>>,
): [component: ComponentType<Props> | null, want: () => void] {
  const [component, setComponent] = useState<ComponentType<Props> | null>(null);
  const want = useCallback(() => {
    load().then(
      (loaded) => setComponent(() => loaded),
      () => undefined,
    );
  }, [load]);
  return [component, want];
}
