import { useContext, useEffect, useState } from 'react';
import { listSourceMetrics } from '@/lib/queries/wizard';
import type { MetricsAnswer } from '@/lib/schemas/listing/source-metrics';
import type { SourcesInput } from '@/lib/schemas/wizard';
import { AskedOf } from '../../ask/asked-of';

export type Listed =
  | { at: 'waiting' }
  | { at: 'asking' }
  | { at: 'answered'; answer: MetricsAnswer }
  | { at: 'failed'; error: unknown };

/** Asks the account what it has of a namespace, when it is first shown and when it is asked for again. */
export function useListed(
  namespace: string,
  input: SourcesInput | null,
): [listed: Listed, again: () => void] {
  const [listed, setListed] = useState<Listed>({ at: 'waiting' });
  const [tries, setTries] = useState(0);
  const [asked] = useState(input);
  const of = useContext(AskedOf);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each try asks anew
  useEffect(() => {
    if (asked === null) return;
    const abort = new AbortController();
    setListed({ at: 'asking' });
    listSourceMetrics(of, asked, namespace, abort.signal).then(
      (answer) => setListed({ at: 'answered', answer }),
      (error: unknown) => {
        if (!abort.signal.aborted) setListed({ at: 'failed', error });
      },
    );
    return () => abort.abort();
  }, [namespace, asked, of, tries]);

  return [listed, () => setTries(tries + 1)];
}
