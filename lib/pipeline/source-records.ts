import { type SourceId, sourceIds } from './components';
import { awsSource } from './sources/aws/source';
import { containersSource } from './sources/containers/source';
import { gcpSource } from './sources/gcp/source';
import { piSource } from './sources/pi/source';
import type { SourceShape } from './sources/shape';

const records = {
  aws: awsSource,
  gcp: gcpSource,
  pi: piSource,
  containers: containersSource,
} as const satisfies Record<SourceId, SourceShape>;

/** What texts may say of who somebody is at a cloud. */
export type AccountKind = NonNullable<(typeof records)[SourceId]['account']>['kind'];

/** What is true of a source, whatever reads it; apart from the services, since no page needs it at first. */
export const sourceRecord = (id: SourceId): SourceShape => records[id];

/** Fields of the sources' forms that are secrets, as paths from the sources: `aws.secretAccessKey`. */
export const secretPaths: readonly string[] = sourceIds.flatMap((id) =>
  records[id].secretFields.map((field) => `${id}.${field}`),
);

/** What texts may say of who somebody is at a cloud. */
export const accounts = sourceIds.flatMap((id) => {
  const { account } = sourceRecord(id);
  return account ? [{ ...account, kind: account.kind as AccountKind }] : [];
});
