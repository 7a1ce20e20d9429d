import { MenuPath, WhereToFind } from '@/components/forms/where-to-find';

/** Fixed roles as Grafana's role picker names them, each under its group. */
const ROLES = [
  ['Folders', 'Creator, Reader, Writer'],
  ['Dashboards', 'Creator, Reader, Writer'],
  ['Alerting', 'Rules Reader, Rules Writer, Set provisioning status'],
  ['Data sources', 'Reader'],
] as const;

/** The way to the token through Grafana's menus. */
export function ConnectionHelp({ isOpen }: { isOpen: boolean }) {
  return (
    <WhereToFind summary="Where do I get a token?" isOpen={isOpen}>
      <li>
        In Grafana, as its administrator, open{' '}
        <MenuPath steps={['Administration', 'Users and access', 'Service accounts', 'Add service account']} />
        . Name it Weir.
      </li>
      <li>
        Give it <strong className="font-strong text-ink">No basic role</strong>, and these roles:
        <ul className="mt-1 flex list-disc flex-col gap-0.5 pl-5">
          {ROLES.map(([group, names]) => (
            <li key={group}>
              <strong className="font-strong text-ink">{group}</strong>: {names}
            </li>
          ))}
        </ul>
        Where roles cannot be picked one by one, it takes the basic role{' '}
        <strong className="font-strong text-ink">Admin</strong>: an Editor may not list the data sources.
      </li>
      <li>
        Press <MenuPath steps={['Create', 'Add service account token', 'Generate token']} /> and paste it
        here. A token of an access policy, glc_…, does not open Grafana itself.
      </li>
    </WhereToFind>
  );
}
