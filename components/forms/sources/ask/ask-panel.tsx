'use client';

import { CircleStop, RefreshCw, Stethoscope } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Later } from '@/components/ui/later';
import { Spinner } from '@/components/ui/spinner';
import { sourceWords } from '@/lib/pipeline/components';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { SourcesInput } from '@/lib/schemas/wizard';
import { useAnnounce } from '../../announcer';
import { checkFailure } from '../../field-status';
import { answerWords } from './answer-face';
import { AskProgress } from './ask-progress';
import type { AskState } from './ask-state';
import { useAsk } from './use-ask';

interface AskPanelProps {
  source: SourceId;
  /** What is asked with; null: it is not complete yet. */
  input: SourcesInput | null;
  /** What has to be filled in before there is anything to ask. */
  waitingFor: string;
  /** What asking does, and what it costs. */
  about: string;
  placeWords: (place: string) => string;
  /** What is said of whose key it is: `Account 123456789012`. */
  accountWords: (account: string) => string;
}

const loadView = () => import('./answer-view').then(({ AnswerView }) => AnswerView);

/** Asks a cloud itself whether it will give what the form wants. Saving does not wait for it. */
export function AskPanel({ source, input, waitingFor, about, ...words }: AskPanelProps) {
  const announce = useAnnounce();
  const { state, ask, stop, isOld } = useAsk(source, input);
  const cloud = sourceWords(source);
  const spoken = spokenOf(state, cloud, words.placeWords);
  const isAsking = state.at === 'asking';

  useEffect(() => {
    if (spoken !== '') announce(spoken);
  }, [spoken, announce]);

  return (
    <section aria-label={`Ask ${cloud}`} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          icon={isAsking ? CircleStop : state.at === 'idle' ? Stethoscope : RefreshCw}
          onClick={isAsking ? stop : ask}
          disabled={input === null && !isAsking}
        >
          {isAsking ? 'Stop' : state.at === 'idle' ? `Ask ${cloud}` : `Ask ${cloud} again`}
        </Button>
        <p className="min-w-0 flex-1 basis-56 text-quiet text-sm">
          {state.at === 'asking' ? (
            <span className="flex items-center gap-2">
              <Spinner className="shrink-0 text-accent" />
              <span>
                Asking {cloud} for each service in each place… <AskProgress id={state.id} />
              </span>
            </span>
          ) : input === null ? (
            waitingFor
          ) : (
            about
          )}
        </p>
      </div>
      {state.at === 'stopped' && (
        <Callout tone="unknown" title="Stopped">
          <p>{cloud} had not answered yet. Nothing was saved or changed.</p>
        </Callout>
      )}
      {state.at === 'failed' && (
        <Callout tone="unknown" title={`${cloud} was not asked`}>
          <p>{checkFailure(state.error)}</p>
        </Callout>
      )}
      {state.at === 'answered' && (
        <Later
          load={loadView}
          with={{ answer: state.answer, cloud, ...words, isOld }}
          height="h-40"
          missing="The answer could not be shown."
        />
      )}
    </section>
  );
}

function spokenOf(state: AskState, cloud: string, placeWords: AskPanelProps['placeWords']): string {
  if (state.at === 'asking') return `Asking ${cloud}.`;
  if (state.at === 'stopped') return 'Stopped.';
  if (state.at === 'failed') return `${cloud} was not asked. ${checkFailure(state.error)}`;
  return state.at === 'answered' ? answerWords(state.answer, cloud, placeWords) : '';
}
