'use client';

import type { ReactNode } from 'react';
import { sourceLook } from '@/components/feedback/source-look';
import { LinkButton } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { PlainText } from '@/components/ui/plain-text';
import { isCloud, sourceService, sourceWords } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { SourceSample, TargetSample } from '@/lib/schemas/snapshot';
import { sourceSentence } from '../state/source-words';

interface SourceStateProps {
  source: SourceSample;
  targets: TargetSample[];
}

/** The state in a sentence, and the one thing to do where there is one. */
export function SourceState({ source, targets }: SourceStateProps) {
  const delivery = useSnapshot((snapshot) => snapshot.delivery.state) ?? 'unknown';
  const { description, blindFix } = sourceRecord(source.id);
  const fix = isToMend(source) ? (source.refusedKey?.fix ?? source.fix ?? blindFix) : null;
  const more = source.state === 'off' ? description : fix;
  return (
    <Callout
      tone={sourceLook(source).tone}
      title={
        <span className="[overflow-wrap:anywhere]">
          <PlainText text={sourceSentence(source, targets, delivery)} />
        </span>
      }
      action={oneThing(source)}
    >
      {more && (
        <p>
          <PlainText text={more} />
        </p>
      )}
    </Callout>
  );
}

const isToMend = ({ state, refusedKey }: SourceSample) => state === 'blind' || refusedKey !== undefined;

function oneThing(source: SourceSample): ReactNode {
  const { id, state } = source;
  const service = sourceService(id);
  if (state === 'off')
    return (
      <LinkButton href={`/settings/sources#${id}`} variant="primary">
        Switch {sourceWords(id)} on
      </LinkButton>
    );
  if (state === 'down') return <LinkButton href={`/services/${service}`}>Open {service}</LinkButton>;
  if (!isToMend(source)) return null;
  return isCloud(id) ? (
    <LinkButton href={`/settings/sources#${id}`}>Open its settings</LinkButton>
  ) : (
    <LinkButton href={`/services/${service}`}>Open {service}</LinkButton>
  );
}
