import { CopyText } from '@/components/ui/copy-text';
import { MenuPath, WhereToFind } from '../../where-to-find';

/** The smallest rights that the AWS source needs for the services that it reads by default. */
const POLICY = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'WeirReadsMetrics',
        Effect: 'Allow',
        Action: [
          'cloudwatch:GetMetricData',
          'cloudwatch:GetMetricStatistics',
          'cloudwatch:ListMetrics',
          'tag:GetResources',
          'apigateway:GET',
          'iam:ListAccountAliases',
        ],
        Resource: '*',
      },
    ],
  },
  null,
  2,
);

export function AwsHelp({ isOpen }: { isOpen: boolean }) {
  return (
    <WhereToFind summary="Where do I get a key that can only read?" isOpen={isOpen}>
      <li>
        In the AWS console open <MenuPath steps={['IAM', 'Policies', 'Create policy', 'JSON']} /> and paste
        this. It may read numbers and tags and change nothing, so a lost key does little harm.
        <CopyText text={POLICY} className="mt-2 items-start" />
      </li>
      <li>
        <MenuPath steps={['IAM', 'Users', 'Create user', 'Attach policies directly']} />: choose that policy.
      </li>
      <li>
        Open the user: <MenuPath steps={['Security credentials', 'Create access key', 'Other']} />. AWS shows
        the secret once.
      </li>
      <li>Only resources that have at least one tag are found: add one to what you want to see.</li>
    </WhereToFind>
  );
}
