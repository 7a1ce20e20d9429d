import { CopyText } from '@/components/ui/copy-text';
import { Details } from '@/components/ui/details';
import { gcloudLines, gcpPermissions } from '@/lib/pipeline/sources/gcp/gcloud';
import { MenuPath, WhereToFind } from '../../where-to-find';

interface GcpHelpProps {
  isOpen: boolean;
  projects: readonly string[];
  /** Of the key that is there already. */
  email: string | null;
}

export function GcpHelp({ isOpen, projects, email }: GcpHelpProps) {
  const named = projects.filter(Boolean);
  return (
    <WhereToFind
      summary={email === null ? 'Where do I get a key that can only read?' : 'What must this key be allowed?'}
      isOpen={isOpen}
    >
      <li>
        Open the shell of the Google Cloud console (<MenuPath steps={['Activate Cloud Shell']} />, at the top
        right), and paste this
        {named.length === 0 && ', with your project’s ID for PROJECT'}. It switches the Cloud Monitoring API
        on and lets the account read numbers: the role Monitoring Viewer, which changes nothing.
        <CopyText text={gcloudLines({ projects: named, email })} className="mt-2 items-start" />
      </li>
      {email === null && (
        <li>
          Download weir-key.json: in the shell’s menu choose <MenuPath steps={['Download']} />. Then delete it
          there.
        </li>
      )}
      <li>
        <Details
          summary={`With a role of your own, of the ${gcpPermissions.length} permissions that are used`}
        >
          <CopyText
            text={gcloudLines({ projects: named, email, isSmallest: true })}
            className="items-start"
          />
        </Details>
      </li>
      <li>
        Without a shell: <MenuPath steps={['IAM & Admin', 'Service Accounts', 'Create service account']} />,
        with the role Monitoring Viewer and no other; in the account{' '}
        <MenuPath steps={['Keys', 'Add key', 'Create new key', 'JSON']} />; and{' '}
        <MenuPath steps={['APIs & Services', 'Library', 'Cloud Monitoring API']} />.
      </li>
    </WhereToFind>
  );
}
