import { RelativeTime } from '@/components/feedback/relative-time';
import { Callout } from '@/components/ui/callout';
import type { GrafanaView } from '@/lib/schemas/grafana/grafana';

interface PutNoticeProps {
  put: NonNullable<GrafanaView['put']>;
}

/** What this Weir put into Grafana last, and whether that is what it would put there now. */
export function PutNotice({ put: { atMs, version, isOutOfStep } }: PutNoticeProps) {
  const last = (
    <p className="wrap-anywhere">
      Put there <RelativeTime atMs={atMs} /> by version {version} of Weir.
    </p>
  );
  if (!isOutOfStep)
    return (
      <div className="text-quiet text-sm">
        {last}
        {isOutOfStep === null && <p>Whether Weir has others now is not known: its files cannot be read.</p>}
      </div>
    );
  return (
    <Callout tone="info" title="Grafana does not have what Weir would put there now.">
      {last}
      <p>Update them below.</p>
    </Callout>
  );
}
