'use client';

import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { inEnglish } from '@/lib/english';
import { recommendedTimeout, timeoutProblem } from '@/lib/pipeline/sources/gcp/services';
import { useSnapshot } from '@/lib/queries/snapshot';
import { typedNumber } from '@/lib/typed-number';
import type { GcpValues } from './form';
import { SecondsField } from './seconds-field';

/** What vmagent saw of the last collection; the wizard has seen none. */
function useCollection() {
  return useSnapshot(({ targets }) =>
    targets.find(({ source, state }) => source === 'gcp' && state === 'up'),
  );
}

/** How long Google may take, with what is recommended by how long it took. */
export function TimeoutField() {
  const { control, setValue } = useFormContext<{ gcp: GcpValues }>();
  const typed = useWatch({ control, name: 'gcp.timeoutSeconds' });
  const collection = useCollection();
  const { durationSeconds = null, timeoutSeconds = null, intervalSeconds = null } = collection ?? {};
  const best = durationSeconds === null ? null : recommendedTimeout(durationSeconds);
  const isPossible = best !== null && timeoutProblem(best, timeoutSeconds ?? best + 1) === null;
  const seconds = (number: number) => `${inEnglish(number, 1)} s`;
  return (
    <div className="flex flex-col items-start gap-2">
      <div className="w-full">
        <SecondsField
          id="timeoutSeconds"
          label="Timeout"
          help="How long Google may take for each answer."
          error={(timeoutSeconds && timeoutProblem(typedNumber(typed), timeoutSeconds)) || undefined}
          consequence={
            best !== null && durationSeconds !== null
              ? [
                  `The last collection took ${seconds(durationSeconds)}; ${best} s is recommended.`,
                  timeoutSeconds &&
                    intervalSeconds &&
                    `vmagent waits ${seconds(timeoutSeconds)} for it, every ${seconds(intervalSeconds)}${isPossible ? '' : ', which is too short for that'}: Settings → Intervals.`,
                ]
                  .filter(Boolean)
                  .join(' ')
              : undefined
          }
        />
      </div>
      {isPossible && typed.trim() !== String(best) && (
        <Button
          onClick={() =>
            setValue('gcp.timeoutSeconds', String(best), { shouldDirty: true, shouldValidate: true })
          }
        >
          Use {best} s
        </Button>
      )}
    </div>
  );
}
