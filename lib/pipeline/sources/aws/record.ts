import { awsDollars, MONTH_SECONDS, prices } from '../prices';
import { fromGo, type ServiceParts, type SourceShape } from '../shape';

/** US dollars a month for one metric, at one read every 5 minutes. */
export const awsDollarsPerMonth = (MONTH_SECONDS / 300) * prices.metric;
const DOLLARS = `about ${awsDollarsPerMonth.toFixed(2)} US dollars a month`;

export const awsParts = {
  port: { inside: 5000, variable: 'YACE_PORT' },
  files: [
    { id: 'yace-config', relative: 'yace/config.yml', ships: true, isReadAtStart: false, secret: null },
  ],
  health: '/healthz',
  image: { variable: 'YACE_IMAGE', megabytes: 30 },
  variables: {
    AWS_ACCESS_KEY_ID: 'text',
    AWS_SECRET_ACCESS_KEY: 'text',
    AWS_REGION: 'word',
    AWS_ENDPOINT_URL: 'url',
    YACE_SCRAPING_INTERVAL: 'word',
  },
  // One package, of the many of AWS, takes most of the memory.
  build: fromGo(71, 120, 2_700),
} as const satisfies ServiceParts;

/** Nothing of the one account that every key has. */
function accountsWords(values: object): string {
  const { roles = [], ownAccount = true } = values as { roles?: readonly unknown[]; ownAccount?: boolean };
  const count = roles.length + (ownAccount ? 1 : 0);
  return roles.length === 0 ? '' : ` of ${count === 1 ? 'another account' : `${count} accounts`}`;
}

export const awsSource = {
  description: `Lambda, SQS, ECS and API Gateway, read from CloudWatch. AWS bills each read: at one every 5 minutes ${DOLLARS} for each metric of each resource.`,
  blindFix: 'Check the access key, its rights and the regions of the source.',
  ownSeries: { names: 'aws_.*', without: 'aws_.*_info' },
  charge: `AWS charges ${DOLLARS} per metric of a resource.`,
  price: { dollars: awsDollars, free: 'AWS charges nothing: it is asked for no metric.' },
  clock: { variable: 'YACE_SCRAPING_INTERVAL', seconds: 300 },
  forecast: { sure: '', unknown: 'How many of these have a tag, and so are found, only AWS knows.' },
  detail: { field: 'regions', noun: 'region', more: accountsWords },
  secretFields: ['secretAccessKey'],
  halfSecrets: [{ field: 'accessKeyId', variable: 'AWS_ACCESS_KEY_ID' }],
  account: {
    kind: 'aws-account',
    words: 'AWS accounts',
    variable: null,
    patterns: [
      /\barn:aws[\w-]{0,10}:[\w-]{0,30}:[\w-]{0,30}:(\d{12})\b/g,
      /\baccount(?:_?id)?\\?["']?\s?[=:]\s?\\?["']?(\d{12})\b/gi,
    ],
    domain: 'amazonaws.com',
  },
} as const satisfies SourceShape;
