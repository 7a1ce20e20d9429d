import { useQuery } from '@tanstack/react-query';
import { CopyText } from '@/components/ui/copy-text';
import { type Accounts, accountOfRole, isRoleArn } from '@/lib/pipeline/sources/aws/accounts';
import { awsKeyPolicy, awsPolicy, awsTrustPolicy } from '@/lib/pipeline/sources/aws/policy';
import { askedQuery } from '@/lib/queries/price';
import { MenuPath, WhereToFind } from '../../where-to-find';

interface AwsHelpProps {
  isOpen: boolean;
  regions: readonly string[];
  accounts: Accounts;
  /** What is asked for. */
  places: readonly { namespace: string }[];
}

export function AwsHelp({ isOpen, regions, accounts, places }: AwsHelpProps) {
  const namespaces = places.map(({ namespace }) => namespace);
  const roles = accounts.roles.filter(({ arn }) => isRoleArn(arn));
  return (
    <WhereToFind summary="Where do I get a key that can only read?" isOpen={isOpen}>
      <li>
        In the AWS console open <MenuPath steps={['IAM', 'Policies', 'Create policy', 'JSON']} /> and paste
        this. It may read numbers and tags{roles.length > 0 && ', in the other accounts by the roles there,'}{' '}
        and change nothing, so a lost key does little harm.
        <CopyText
          text={awsKeyPolicy(namespaces, regions, { ...accounts, roles })}
          className="mt-2 items-start"
        />
      </li>
      <li>
        <MenuPath steps={['IAM', 'Users', 'Create user', 'Attach policies directly']} />: choose that policy.
      </li>
      <li>
        Open the user: <MenuPath steps={['Security credentials', 'Create access key', 'Other']} />. AWS shows
        the secret once.
      </li>
      <RoleSteps roles={roles} policy={awsPolicy(namespaces, regions)} />
      <li>Only resources that have at least one tag are found: add one to what you want to see.</li>
    </WhereToFind>
  );
}

/** Stands for the user of the key, while nobody has asked AWS who that is. */
const SOMEBODY = 'ARN-OF-THE-USER-OF-THE-KEY';

/** What is to be done in the other accounts. */
function RoleSteps({ roles, policy }: { roles: Accounts['roles']; policy: string }) {
  const { data } = useQuery(askedQuery('aws'));
  const who = data?.identity?.who ?? '';
  const user = /^arn:[^:]+:iam::\d{12}:user\//.test(who) ? who : null;
  if (roles.length === 0) return null;
  return (
    <>
      <li>
        In each other account make this policy, in the same way.
        <CopyText text={policy} className="mt-2 items-start" />
      </li>
      {roles.map(({ arn, externalId }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same while they are typed
        <li key={i}>
          In account {accountOfRole(arn)}:{' '}
          <MenuPath steps={['IAM', 'Roles', 'Create role', 'Custom trust policy']} />: paste this, choose that
          policy of the account, and call the role{' '}
          <strong className="font-strong text-ink">{arn.split('/').at(-1)}</strong>.{' '}
          {user === null
            ? `In the place of ${SOMEBODY} put the ARN that the page of the user in IAM has; once “Ask AWS” has answered, it is here by itself.`
            : 'It names the user whose key AWS was asked with.'}
          <CopyText text={awsTrustPolicy(user ?? SOMEBODY, externalId)} className="mt-2 items-start" />
        </li>
      ))}
    </>
  );
}
