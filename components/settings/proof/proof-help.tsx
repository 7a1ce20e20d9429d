import { MenuPath, WhereToFind } from '@/components/forms/where-to-find';
import type { DestinationSample } from '@/lib/schemas/snapshot';

/** Where the token is made. */
export function ProofHelp({ kind }: Pick<DestinationSample, 'kind'>) {
  if (kind !== 'grafana-cloud') return null;
  return (
    <WhereToFind summary="Where to find the token">
      <li>
        In Grafana Cloud open{' '}
        <MenuPath steps={['Administration', 'Users and access', 'Cloud access policies']} />.
      </li>
      <li>
        Create a policy with the scope <strong className="font-strong">metrics:read</strong> alone, for the
        stack that this Pi writes to. The policy for writing stays as it is.
      </li>
      <li>Add a token to it and paste it here. It begins with glc_.</li>
    </WhereToFind>
  );
}
