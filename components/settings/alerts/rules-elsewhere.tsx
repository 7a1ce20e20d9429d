import { DownloadLink } from '@/components/feedback/download-link';
import { LinkButton } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { useGrafana } from '@/lib/queries/grafana/grafana';

/** Where the rules run, and whether they are there as they are set here. */
export function RulesElsewhere() {
  const put = useGrafana().data?.put;
  return (
    <>
      {put?.isOutOfStep && (
        <Callout
          tone="info"
          title="Grafana does not have what Weir would put there now."
          action={<LinkButton href="/settings/grafana">Look at what would change</LinkButton>}
        />
      )}
      <p className="text-sm">
        {put
          ? 'Grafana runs the rules as Weir put them there last. Where several Pis share one Grafana, change them on one: the Pi that puts them there last counts. '
          : 'Nothing runs these rules yet, unless you gave them to Grafana or vmalert yourself. '}
        For vmalert{' '}
        <DownloadLink href="/api/alert-rules/file" className="text-accent underline underline-offset-4">
          weir.yaml
        </DownloadLink>{' '}
        has them as they are saved here: download it again after a change. The lines in Weir’s own dashboards
        follow. What Weir itself finds on this Pi, and tells you, is not changed by them.
      </p>
    </>
  );
}
