import { own } from '../own';

/** A part of AWS with accounts, names and addresses of its own. */
export interface Partition {
  /** As ARNs begin: `arn:aws-cn:`. */
  arn: string;
  /** What the addresses of its regions end with. */
  domain: string;
  /** The region that every account of it has. */
  home: string;
  /** IAM is one for all of its regions; requests are signed for `home`. */
  iamHost: string;
}

/** https://docs.aws.amazon.com/general/latest/gr/iam-service.html */
const others: readonly [regions: RegExp, partition: Partition][] = [
  [
    /^cn-/,
    {
      arn: 'aws-cn',
      domain: 'amazonaws.com.cn',
      home: 'cn-north-1',
      iamHost: 'iam.cn-north-1.amazonaws.com.cn',
    },
  ],
  [
    /^us-gov-/,
    {
      arn: 'aws-us-gov',
      domain: 'amazonaws.com',
      home: 'us-gov-west-1',
      iamHost: 'iam.us-gov.amazonaws.com',
    },
  ],
  [
    /^eusc-/,
    {
      arn: 'aws-eusc',
      domain: 'amazonaws.eu',
      home: 'eusc-de-east-1',
      iamHost: 'iam.eusc-de-east-1.amazonaws.eu',
    },
  ],
];
const common: Partition = {
  arn: 'aws',
  domain: 'amazonaws.com',
  home: 'us-east-1',
  iamHost: 'iam.amazonaws.com',
};

export const partitionOf = (region: string): Partition =>
  others.find(([regions]) => regions.test(region))?.[1] ?? common;

/** Services that are one for all regions, and where CloudWatch has their numbers; null: at home. */
const GLOBAL: Readonly<Record<string, string | null>> = {
  'AWS/Billing': null,
  'AWS/CloudFront': null,
  'AWS/GlobalAccelerator': 'us-west-2',
  'AWS/Network Manager': 'us-west-2',
  'AWS/Route53': null,
  'AWS/TrustedAdvisor': null,
};
/** Its rules for CloudFront are global; those with a region are not. */
const WAF = 'AWS/WAFV2';

/** Whether its numbers are in one region, whatever regions are wanted. */
export const isGlobal = (namespace: string, dimensions: readonly string[]): boolean =>
  namespace === WAF ? !dimensions.includes('Region') : Object.hasOwn(GLOBAL, namespace);

/** Where to ask for the numbers of a namespace. @param regions those that are wanted, which tell the partition */
export function regionsOf(
  namespace: string,
  dimensions: readonly string[],
  regions: readonly string[],
): readonly string[] {
  if (!isGlobal(namespace, dimensions)) return regions;
  const { arn, home } = partitionOf(regions[0] ?? '');
  return [(arn === 'aws' ? own(GLOBAL, namespace) : null) ?? home];
}
