'use client';

import { ArrowRight, CircleCheck } from 'lucide-react';
import { useCallback, useState } from 'react';
import { TaskSteps } from '@/components/feedback/task-steps';
import { LinkButton } from '@/components/ui/button';
import { Details } from '@/components/ui/details';
import { listed } from '@/lib/english';
import { sourceIds, sourceService, sourceWordsOf } from '@/lib/pipeline/components';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { Task } from '@/lib/schemas/task';
import { StepHeading } from '../step/step-heading';
import { useWizard } from '../step/wizard-context';
import { BlindPart } from './blind-part';
import { LeftOutPart } from './left-out-part';
import { SuccessFlow } from './success-flow';
import { partlyWords, successTitle } from './success-words';

/** The moment that the whole set-up was for. What could not be started is named, and can be tried again. */
export function LaunchSuccess({ task }: { task: Task }) {
  const parts = task.leftOut ?? [];
  const [mended, setMended] = useState<readonly ServiceName[]>([]);
  const onMended = useCallback(
    (service: ServiceName) => setMended((before) => [...before.filter((one) => one !== service), service]),
    [],
  );
  const missing = parts
    .filter(({ service, isPartial }) => !isPartial && !mended.includes(service))
    .map(({ service }) => service);
  const without = missing.length > 0 ? listed(missing.map(sourceWordsOf)) : null;
  const partial = parts.filter(({ isPartial }) => isPartial).map(({ service }) => sourceWordsOf(service));
  const { sources } = useWizard().state;
  const isAnyLeft = sourceIds.some((id) => sources?.[id].enabled && !missing.includes(sourceService(id)));
  return (
    <>
      <StepHeading
        title={successTitle(task, { without, partial, isAnyLeft })}
        icon={<CircleCheck aria-hidden="true" className="size-9 shrink-0 text-arriving" />}
        why={<span className="text-ink text-lg">{parts.length > 0 ? partlyWords(task) : task.outcome}</span>}
      />
      <div className="flex flex-col gap-4">
        {parts.map(({ service, reason, action, isPartial }) =>
          action === null ? (
            <BlindPart key={service} service={service} reason={reason} isPartial={isPartial} />
          ) : (
            <LeftOutPart
              key={service}
              part={{ service, reason, action }}
              name={sourceWordsOf(service)}
              onMended={onMended}
            />
          ),
        )}
        <SuccessFlow without={missing} />
      </div>
      <div className="mt-6 flex flex-col items-stretch gap-3 sm:items-start">
        <LinkButton href="/" variant="primary">
          {without === null ? 'Go to the overview' : `Go on without ${without}`}
          <ArrowRight aria-hidden="true" className="size-4" />
        </LinkButton>
        <Details summary="What was done" className="w-full">
          <TaskSteps task={task} />
        </Details>
      </div>
    </>
  );
}
