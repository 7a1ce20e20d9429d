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
        The rules run where your data goes. Weir puts them into Grafana; vmalert reads{' '}
        <a href="/api/alert-rules/file" download className="text-accent underline underline-offset-4">
          weir.yaml
        </a>
        , which has them as they are saved here. The lines in Weir’s own dashboards follow. What Weir itself
        finds on this Pi, and tells you, is not changed by them.
      </p>
    </>
  );
}
