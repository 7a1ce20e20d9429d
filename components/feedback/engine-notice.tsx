import { Callout } from '@/components/ui/callout';
import { CopyText } from '@/components/ui/copy-text';
import type { EngineSample } from '@/lib/schemas/snapshot';

/** Says that the Docker engine cannot be used, and what to do; nothing while it can. */
export function EngineNotice({ engine }: { engine: EngineSample }) {
  if (engine.state === 'up') return null;
  const isDenied = engine.state === 'denied';
  return (
    <Callout
      tone="unknown"
      title={isDenied ? 'Weir may not use the Docker engine.' : 'The Docker engine does not answer.'}
    >
      <p>
        Whether the services run is not known, and nothing can be started or stopped from here.{' '}
        {isDenied
          ? 'Run this on the Pi, in the folder of Weir: it gives the panel the group that owns the Docker socket.'
          : 'Run this on the Pi:'}
      </p>
      <CopyText
        text={isDenied ? 'compose/up' : 'sudo systemctl start docker'}
        className="max-w-md self-start"
      />
      {engine.message && <p className="break-words font-mono text-quiet text-xs">{engine.message}</p>}
    </Callout>
  );
}
