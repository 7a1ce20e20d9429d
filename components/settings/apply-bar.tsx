'use client';

import { keepFocus } from '@/components/forms/keep-focus';
import { WhyField } from '@/components/forms/why-field';
import { Button } from '@/components/ui/button';
import { plural } from '@/lib/format';
import type { SettingsFormState } from './use-settings-form';

/** Why, for the history; the button that does it; and the sentence that says what is in its way. */
export function ApplyBar({ state }: { state: SettingsFormState }) {
  const { live, isValid, reason, setReason, discard, isPending } = state;
  const problems = live.isCurrent ? (live.preview?.problems.length ?? 0) : 0;
  const why = !isValid
    ? 'Correct what is marked above, then apply.'
    : problems > 0
      ? `Correct ${problems === 1 ? 'the problem' : `the ${plural(problems, 'problem')}`} above first; then it can be applied.`
      : null;
  return (
    <div className="flex flex-col gap-4">
      <WhyField keptWith="the revision of this change" reason={reason} setReason={setReason} />
      {why && (
        <p role="status" className="text-sm">
          {why}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          variant="primary"
          isPending={isPending}
          onMouseDown={keepFocus}
          className="min-w-36"
        >
          Apply
        </Button>
        <Button variant="quiet" onMouseDown={keepFocus} onClick={discard}>
          Discard
        </Button>
      </div>
    </div>
  );
}
