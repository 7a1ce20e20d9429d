import { DownloadLink } from '@/components/feedback/download-link';
import { PlainText } from '@/components/ui/plain-text';
import { MenuPath } from './where-to-find';

/** The dashboards and alert rules as files, and the way of each into Grafana. */
export function GrafanaFiles() {
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
      <li>
        <PlainText text="The dashboards are the files of `compose/dashboards`, in the folder of Weir. In Grafana, one after the other:" />{' '}
        <MenuPath steps={['Dashboards', 'New', 'Import']} />.
      </li>
      <li>
        <PlainText text="The alert rules are `compose/alerts/weir.yaml` as they ship, and" />{' '}
        <DownloadLink href="/api/alert-rules/file" className="text-accent underline underline-offset-4">
          this file
        </DownloadLink>{' '}
        as you set them. In Grafana:{' '}
        <MenuPath steps={['Alerting', 'Alert rules', 'Import to Grafana-managed rules']} />, from a Prometheus
        YAML file.
      </li>
    </ul>
  );
}
