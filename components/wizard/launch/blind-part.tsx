import { LinkButton } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { isCloud, jobSource, sourceWordsOf } from '@/lib/pipeline/components';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { blindHref } from '@/lib/verdict/terms/blind';

/** A source whose exporter runs and has nothing of its own kind: why, and the way to where that is mended. */
export function BlindPart({ service, reason }: { service: ServiceName; reason: string }) {
  const source = jobSource(service);
  const name = sourceWordsOf(service);
  return (
    <Callout
      tone="waiting"
      title={`${name} gives no data yet`}
      action={
        source && (
          <LinkButton href={blindHref(source)}>
            {isCloud(source) ? `Open the settings of ${name}` : `Look at ${service}`}
          </LinkButton>
        )
      }
    >
      <p className="break-words">{reason}</p>
    </Callout>
  );
}
