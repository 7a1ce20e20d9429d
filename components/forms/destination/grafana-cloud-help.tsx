import { MenuPath, WhereToFind } from '../where-to-find';

/** The way to the three values through the menus of Grafana Cloud. */
export function GrafanaCloudHelp({ isOpen }: { isOpen: boolean }) {
  return (
    <WhereToFind summary="Where do I find these three?" isOpen={isOpen}>
      <li>
        Open <MenuPath steps={['grafana.com', 'My Account']} /> and choose your stack, then{' '}
        <MenuPath steps={['Prometheus', 'Details']} />. No account yet? Make a free one at grafana.com first.
      </li>
      <li>
        The address stands there as <strong className="font-strong text-ink">Remote Write Endpoint</strong>,
        the number as <strong className="font-strong text-ink">Username / Instance ID</strong>.
      </li>
      <li>
        For the token, on the same page: <MenuPath steps={['Password / API Token', 'Generate now']} />. Or
        make one that can only send:{' '}
        <MenuPath
          steps={[
            'My Account',
            'Security',
            'Access Policies',
            'Create access policy',
            'metrics: Write',
            'Add token',
          ]}
        />
        .
      </li>
    </WhereToFind>
  );
}
