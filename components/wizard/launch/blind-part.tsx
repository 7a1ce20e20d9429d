import { LinkButton } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { isCloud, jobSource, sourceWordsOf } from '@/lib/pipeline/components';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { blindHref } from '@/lib/verdict/terms/blind';

interface BlindPartProps {
  service: ServiceName;
  reason: string;
  /** Some of it is there. */
  isPartial?: boolean | undefined;
}

/** A source whose exporter runs and lacks data of its own kind: why, and the way to where that is mended. */
export function BlindPart({ service, reason, isPartial = false }: BlindPartProps) {
  const source = jobSource(service);
  const name = sourceWordsOf(service);
  return (
    <Callout
      tone="waiting"
      title={isPartial ? `Not all of ${name} arrives` : `${name} gives no data yet`}
      action={
        source &&
        (isPartial ? (
          <LinkButton href={`/sources/${source}`}>Look at {name}</LinkButton>
        ) : (
          <LinkButton href={blindHref(source)}>
            {isCloud(source) ? `Open the settings of ${name}` : `Look at ${service}`}
          </LinkButton>
        ))
      }
    >
      <p className="break-words">{reason}</p>
    </Callout>
  );
}
