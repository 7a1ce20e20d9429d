import { recommended } from '@/lib/pipeline/sources/aws/job';
import type { AwsServiceId } from '@/lib/pipeline/sources/aws/service-ids';
import { awsService } from '@/lib/pipeline/sources/aws/services';
import { setEnv } from '@/lib/server/files/env/env-file';
import { withJobs } from '@/lib/server/sources/aws/edit-jobs';
import { shippedTexts } from '../fixtures/shipped-texts';

const ON = setEnv(shippedTexts().get('env') ?? '', {
  COMPOSE_PROFILES: 'system,local,aws',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
});

/** The stack with AWS switched on. @param yace its file of jobs; left out: the one that ships */
export const awsStack = (yace?: string, env = ON) =>
  shippedTexts({
    env,
    'vmagent-target/yace': '- targets: ["yace:5000"]\n',
    ...(yace !== undefined && { 'yace-config': yace }),
  });

/** YACE's file with the recommended jobs of services after its own. */
export const withServices = (text: string, ids: readonly AwsServiceId[], regions: readonly string[]) =>
  withJobs(
    text,
    ids.map((id) => recommended(awsService(id))),
    { regions, roles: [], ownAccount: true },
  );
