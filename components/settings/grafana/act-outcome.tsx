import { ErrorNotice } from '@/components/feedback/error-notice';
import { Callout } from '@/components/ui/callout';
import { listed } from '@/lib/english';
import type { GrafanaAct } from '@/lib/queries/grafana/grafana';
import type { GrafanaResult, GrafanaThing } from '@/lib/schemas/grafana/grafana';
import { Refusal } from './refusal';
import { halfWay, outcomeWords } from './thing-words';

interface ActOutcomeProps {
  act: GrafanaAct;
  result: GrafanaResult | undefined;
  /** It got no answer, or none that counts. */
  error: unknown;
  /** What is there after it; null: that is not known. */
  now: GrafanaThing[] | null;
}

/** What became of putting the things there, or of removing them. */
export function ActOutcome({ act, result, error, now }: ActOutcomeProps) {
  if (result?.state === 'done')
    return (
      <Callout tone="arriving" role="status" title={doneTitle(act, result.things)}>
        <p>{outcomeWords(result.things)}</p>
      </Callout>
    );
  if (result)
    return (
      <Refusal refused={result}>
        <HalfWay act={act} now={now} />
      </Refusal>
    );
  return (
    <>
      <ErrorNotice error={error} title="This did not end as it should." />
      <div className="text-sm">
        <HalfWay act={act} now={now} />
      </div>
    </>
  );
}

function doneTitle({ what }: GrafanaAct, things: { outcome: string }[]): string {
  const hasLeft = things.some(({ outcome }) => outcome === 'left');
  if (what === 'remove') return hasLeft ? 'Removed, except what was left alone' : 'Removed from Grafana';
  return hasLeft ? 'In Grafana, except what was left alone' : 'Everything is in Grafana';
}

function HalfWay({ act, now }: Pick<ActOutcomeProps, 'act' | 'now'>) {
  if (now === null) return <p>What was done before that is not known: Grafana could not be read again.</p>;
  const { done, missing } = halfWay(act, now);
  return (
    <>
      <p className="wrap-anywhere">
        {done.length === 0 ? 'Nothing was done.' : `Done, and it stays: ${listed(done)}.`}
      </p>
      {missing.length > 0 && done.length > 0 && <p className="wrap-anywhere">Not done: {listed(missing)}.</p>}
    </>
  );
}
