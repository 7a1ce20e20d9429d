import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsResource } from '../../../support/fakes/aws/resources';
import { ACCOUNT, httpApi, KEY_ID, key, lambda, queue, restApi } from '../../../support/fakes/aws/world';
import { smallSeries, smallWorld } from '../../../support/fixtures/aws-world';
import type { YaceSeries } from '../../../support/stack/yace-readings';
import {
  changedTemplate,
  TEMPLATE_REGION as REGION,
  type RoundSetting,
  type Rounds,
  startRounds,
  TEMPLATE,
} from '../../../support/stack/yace-rounds';

/** The real YACE with the file that ships, one round each against another world of the fake AWS. */
const TAGS = { env: 'prod' };
const ROLE = 'arn:aws:iam::222222222222:role/reader';
const HTTP_JOB = `
    - type: AWS/ApiGateway
      regions: [${REGION}]
      dimensionNameRequirements: [ApiId]
      period: 300
      length: 300
      nilToZero: true
      metrics:
        - name: 4xx
          statistics: [Sum]
`;
const many = (count: number, make: (name: string) => AwsResource) =>
  Array.from({ length: count }, (_, index) => make(`n${index}`));

const settings: Record<string, RoundSetting> = {
  small: { resources: smallWorld() },
  'with-a-role': {
    resources: [],
    more: {
      accounts: { '222222222222': { alias: null, regions: { [REGION]: smallWorld() } } },
      keys: { [KEY_ID]: key({ roles: [ROLE] }) },
      roles: { [ROLE]: { externalId: 'x1', denied: [] } },
    },
    config: changedTemplate(
      `regions: [${REGION}]`,
      `regions: [${REGION}]\n      roles: [{ roleArn: "${ROLE}", externalId: x1 }]`,
    ),
  },
  'without-requirements': {
    resources: smallWorld(),
    config: changedTemplate(/ +dimensionNameRequirements: .*\n/g, ''),
  },
  many: {
    resources: [...many(300, (name) => lambda(name, TAGS)), ...many(40, (name) => queue(name, TAGS))],
  },
  'many-apis': {
    resources: [
      ...many(510, (name) => restApi(`r-${name}`, `rest-${name}`, TAGS)),
      ...many(30, (name) => httpApi(`h-${name}`, `http-${name}`, TAGS)),
    ],
    config: TEMPLATE + HTTP_JOB,
  },
};

let rounds: Rounds;
beforeAll(async () => {
  rounds = await startRounds('round', settings);
});
afterAll(() => rounds?.remove());

const textOf = (name: string, labels: Record<string, string>) =>
  `${name} ${JSON.stringify(Object.entries(labels).sort())}`;
const isInfo = ({ name }: YaceSeries) => name.endsWith('_info');

describe('a round', () => {
  test('brings every number of the template, with its labels', async () => {
    const { series } = await rounds.of('small');
    const context = { account_alias: 'acme-prod', account_id: ACCOUNT, region: REGION };
    const wanted = smallSeries.flatMap(([names, resources]) =>
      names.flatMap((name) => resources.map((labels) => textOf(name, { ...labels, ...context }))),
    );
    const found = series.filter((one) => !isInfo(one)).map(({ name, labels }) => textOf(name, labels));
    expect(found.sort()).toEqual(wanted.sort());
    expect(series.filter(isInfo).map(({ name, labels }) => textOf(name, labels))).toContain(
      textOf('aws_lambda_info', {
        name: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:orders`,
        tag_env: 'prod',
      }),
    );
    const value = (name: string, resource: string) =>
      series.find((one) => one.name === name && Object.values(one.labels).includes(resource))?.value;
    expect(value('aws_lambda_invocations_sum', 'orders')).toBe(120);
    expect(value('aws_lambda_duration_average', 'orders')).toBe(12.5);
    expect(value('aws_lambda_duration_p95', 'orders')).toBe(80);
    expect(value('aws_sqs_approximate_age_of_oldest_message_maximum', 'jobs')).toBeNaN();
  });

  test('asks each service what it has to, and AWS bills what YACE counts and what one reckons', async () => {
    const { aws, self } = await rounds.of('small');
    expect(aws.counters.calls).toEqual({
      'sts:GetCallerIdentity': 4,
      'iam:ListAccountAliases': 4,
      'tag:GetResources': 4,
      'cloudwatch:ListMetrics': 15,
      'cloudwatch:GetMetricData': 4,
      'apigateway:GET': 2,
    });
    expect(aws.counters.requested).toEqual({
      'AWS/Lambda': 2 * 6,
      'AWS/SQS': 2 * 4,
      'AWS/ECS': 2 * 4,
      'AWS/ApiGateway': 5,
    });
    expect(self).toEqual({
      // GetApis is asked, and not counted.
      apigatewayapi_requests_total: 1,
      getmetricdata_metrics_requested_total: 33,
      getmetricdata_requests_total: 4,
      'requests_total GetMetricData': 4,
      'requests_total ListMetrics': 15,
      resourcegrouptaggingapi_requests_total: 4,
    });
  });

  test('with a role sees the other account, which has no alias', async () => {
    const { aws, series } = await rounds.of('with-a-role');
    const numbers = series.filter((one) => !isInfo(one));
    expect(numbers).toHaveLength(33);
    expect(new Set(numbers.map(({ labels }) => labels.account_id))).toEqual(new Set(['222222222222']));
    expect(new Set(numbers.map(({ labels }) => labels.account_alias))).toEqual(new Set([undefined]));
    const assumed = aws.calls.filter(({ action }) => action === 'sts:AssumeRole');
    expect(new Set(assumed.map(({ key: id, about }) => `${id} ${about}`))).toEqual(
      new Set([`${KEY_ID} ${ROLE}`]),
    );
    expect(
      aws.calls.filter(({ action }) => action === 'tag:GetResources').map(({ key: id }) => id),
    ).not.toContain(KEY_ID);
  });

  test('without a requirement of dimensions asks and pays for every combination', async () => {
    const { aws, self } = await rounds.of('without-requirements');
    expect(aws.counters.requested).toEqual({
      // By function, by function and resource, and all functions as one.
      'AWS/Lambda': 2 * (6 + 6) + 6,
      'AWS/SQS': 2 * 4,
      // The cluster has numbers of its own.
      'AWS/ECS': 4 + 2 * 4,
      // By API, and by API and stage.
      'AWS/ApiGateway': 5 + 5,
    });
    expect(self.getmetricdata_metrics_requested_total).toBe(60);
  });
});

describe('more than a page', () => {
  test('300 functions and 40 queues are 1,960 numbers in five calls', async () => {
    const { aws, series, self } = await rounds.of('many');
    expect(series.filter((one) => !isInfo(one))).toHaveLength(1960);
    expect(aws.counters.requested).toEqual({ 'AWS/Lambda': 300 * 6, 'AWS/SQS': 40 * 4 });
    expect(self).toMatchObject({
      getmetricdata_metrics_requested_total: 1960,
      getmetricdata_requests_total: 5,
      'requests_total GetMetricData': 5,
      // The five metrics of functions have two pages each, the four of queues one; nobody asks where no resource is.
      'requests_total ListMetrics': 14,
      // Three pages of functions, one for each of the other services.
      resourcegrouptaggingapi_requests_total: 6,
    });
  });

  test('REST APIs are read to the last page, HTTP APIs are not', async () => {
    const { aws, series, self } = await rounds.of('many-apis');
    const count = (name: string) => series.filter((one) => one.name === name).length;
    expect(count('aws_apigateway_4_xxerror_sum')).toBe(510);
    expect(count('aws_apigateway_4xx_sum')).toBe(aws.world.httpApisPage);
    expect(self.apigatewayapi_requests_total).toBe(4);
    expect(aws.counters.requested).toEqual({ 'AWS/ApiGateway': 510 * 5 + 25 });
  });
});
