import { readAwsPlace } from '@/lib/pipeline/sources/aws/accounts';
import { regionLabel } from './regions';

/** "eu-west-1 Ireland"; of the account of a role, "eu-west-1 Ireland, account 210987654321". */
export function awsPlaceWords(place: string): string {
  const { region, account } = readAwsPlace(place);
  if (account === '') return regionLabel(region);
  // An ARN that names no account stands for itself.
  return `${regionLabel(region)}, ${/^\d+$/.test(account) ? 'account' : 'role'} ${account}`;
}
