import { awsRegionSchema } from '@/lib/schemas/wizard';

interface AwsRegion {
  code: string;
  name: string;
}

/** Regions that an account can use without a separate partition, by the names of the AWS console. */
export const awsRegions: readonly AwsRegion[] = [
  { code: 'eu-central-1', name: 'Frankfurt' },
  { code: 'eu-west-1', name: 'Ireland' },
  { code: 'eu-west-2', name: 'London' },
  { code: 'eu-south-1', name: 'Milan' },
  { code: 'eu-west-3', name: 'Paris' },
  { code: 'eu-south-2', name: 'Spain' },
  { code: 'eu-north-1', name: 'Stockholm' },
  { code: 'eu-central-2', name: 'Zurich' },
  { code: 'us-east-1', name: 'N. Virginia' },
  { code: 'us-east-2', name: 'Ohio' },
  { code: 'us-west-1', name: 'N. California' },
  { code: 'us-west-2', name: 'Oregon' },
  { code: 'ca-central-1', name: 'Canada, Central' },
  { code: 'ca-west-1', name: 'Canada, Calgary' },
  { code: 'mx-central-1', name: 'Mexico' },
  { code: 'sa-east-1', name: 'São Paulo' },
  { code: 'ap-southeast-3', name: 'Jakarta' },
  { code: 'ap-east-1', name: 'Hong Kong' },
  { code: 'ap-south-2', name: 'Hyderabad' },
  { code: 'ap-southeast-5', name: 'Malaysia' },
  { code: 'ap-southeast-4', name: 'Melbourne' },
  { code: 'ap-south-1', name: 'Mumbai' },
  { code: 'ap-southeast-6', name: 'New Zealand' },
  { code: 'ap-northeast-3', name: 'Osaka' },
  { code: 'ap-northeast-2', name: 'Seoul' },
  { code: 'ap-southeast-1', name: 'Singapore' },
  { code: 'ap-southeast-2', name: 'Sydney' },
  { code: 'ap-east-2', name: 'Taipei' },
  { code: 'ap-southeast-7', name: 'Thailand' },
  { code: 'ap-northeast-1', name: 'Tokyo' },
  { code: 'il-central-1', name: 'Tel Aviv' },
  { code: 'me-south-1', name: 'Bahrain' },
  { code: 'me-central-1', name: 'United Arab Emirates' },
  { code: 'af-south-1', name: 'Cape Town' },
  { code: 'eusc-de-east-1', name: 'European Sovereign Cloud, Brandenburg' },
  { code: 'us-gov-east-1', name: 'GovCloud East' },
  { code: 'us-gov-west-1', name: 'GovCloud West' },
  { code: 'cn-north-1', name: 'Beijing' },
  { code: 'cn-northwest-1', name: 'Ningxia' },
];

const NAMES = new Map(awsRegions.map((region) => [region.code, region.name]));

/** "eu-west-1 Ireland"; an unlisted code stands for itself. */
export function regionLabel(code: string): string {
  const name = NAMES.get(code);
  return name === undefined ? code : `${code} ${name}`;
}

/**
 * The regions whose code or name has each word of the query; all of them for an empty query. A code that is not listed
 * can be chosen all the same: AWS opens regions more often than this list changes.
 */
export function findRegions(query: string): readonly AwsRegion[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = awsRegions.filter(({ code, name }) => {
    const text = `${code} ${name}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const code = query.trim().toLowerCase();
  if (found.length > 0 || !awsRegionSchema.safeParse(code).success) return found;
  return [{ code, name: 'Not listed here; AWS says whether it exists' }];
}
