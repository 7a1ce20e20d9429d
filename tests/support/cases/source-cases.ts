import { sourceSample } from '../fakes/fake-pipeline.ts';
import type { Case } from './verdict-case.ts';

export const SOURCE_CASES: Case[] = [
  {
    rule: 'source-blind',
    when: 'AWS refuses the key',
    change: (pipeline) => {
      pipeline.sources[0] = sourceSample('aws', { state: 'blind', message: 'AWS refuses the key.' });
    },
    id: 'source-blind-aws',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving, without AWS',
  },
  {
    rule: 'source-incomplete',
    when: 'AWS allows the access key no list of APIs',
    change: (pipeline) => {
      const part = { kind: null, message: null, fix: null };
      pipeline.sources[0] = sourceSample('aws', {
        state: 'incomplete',
        parts: [
          { ...part, id: 'AWS/SQS eu-west-1', name: 'SQS in eu-west-1', state: 'flowing', series: 8 },
          {
            ...part,
            id: 'AWS/ApiGateway eu-west-1',
            name: 'API Gateway in eu-west-1',
            state: 'blind',
            series: 0,
            kind: 'permission-apigateway-get',
            message: 'AWS knows the access key, but it lacks a permission. Missing: apigateway:GET.',
            fix: 'Add the permission to the policy of the access key’s user in AWS; the form of the source shows the whole policy.',
          },
        ],
      });
    },
    id: 'source-incomplete-aws-permission-apigateway-get',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'source-key',
    when: 'a key of Google Cloud was deleted, and its exporter has a token for an hour',
    change: (pipeline) => {
      const refusedKey = { message: 'Google refuses the key: it was deleted.' };
      pipeline.sources[1] = sourceSample('gcp', { refusedKey });
    },
    id: 'source-key-gcp',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'source-key',
    when: 'the token is over too',
    change: (pipeline) => {
      const message = 'Google refuses the key: it was deleted.';
      pipeline.sources[1] = sourceSample('gcp', { state: 'blind', message, refusedKey: { message } });
    },
    id: 'source-key-gcp',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving, without Google Cloud',
  },
  {
    rule: 'source-metric',
    when: 'a metric is misspelt in the configuration of yace',
    change: (pipeline) => {
      const metric = {
        kind: 'metric',
        message: 'CloudWatch has no metric Erors of it: misspelt, or not reported for two weeks.',
        fix: 'Compare the name with the metrics that CloudWatch lists for the service, and correct config/yace/config.yml in the stack folder.',
      };
      pipeline.sources[0] = sourceSample('aws', {
        parts: [
          { id: 'AWS/Lambda eu-west-1', name: 'Lambda in eu-west-1', state: 'flowing', series: 8, ...metric },
        ],
      });
    },
    id: 'source-metric-aws-aws-lambda-eu-west-1',
    severity: 'info',
    state: 'ok',
    headline: 'Your data is arriving',
  },
];
