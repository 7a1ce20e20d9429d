import { describe, expect, it, test } from 'vitest';
import type { Side } from '@/lib/server/change/effects/effects';
import { programFaults } from '@/lib/server/change/steps/faults';
import type { ComposeModel } from '@/lib/server/compose/reader/spec';
import { jobFaults } from '@/lib/server/sources/aws/faults';
import { corpus } from '../../support/cases/corpus';

const job = (text: string) => `apiVersion: v1alpha1\ndiscovery:\n  jobs:\n    - ${text}\n`;
const metric = (text: string) => job(`{type: AWS/SQS, regions: [eu-west-1], metrics: [{name: A, ${text}}]}`);
const messages = (text: string) => jobFaults(text).map(({ message }) => message);

describe('what verify-config passes and CloudWatch refuses', () => {
  it.each([
    ...['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p99.9', 'p100', 'p0'],
    ...['tm90', 'IQM', 'TM(10%:90%)', 'PR(:300)', 'wm98', 'TC(0.005:0.03)', 'ts99.99'],
  ])('not: the statistic %s', (statistic) => {
    expect(messages(metric(`statistics: ["${statistic}"]`))).toEqual([]);
  });

  it.each(['Summ', 'sum', 'SUM', 'Avg', 'p', 'P95', '95', 'p95%', 'None', '', 'count', 'TM()'])(
    'the statistic %j',
    (statistic) => {
      expect(messages(metric(`statistics: ["${statistic}"]`))).toEqual([
        `The job AWS/SQS asks for ${statistic}. CloudWatch has no such statistic, and gives nothing of the job then.`,
      ]);
    },
  );

  it.each([0, 1, 5, 10, 30, 60, 120, 300, 86_400])('not: the period %d', (period) => {
    expect(messages(metric(`period: ${period}`))).toEqual([]);
    expect(messages(job(`{type: AWS/SQS, period: ${period}}`))).toEqual([]);
  });

  it.each([7, 90, 59, 61, 1.5, -1])('the period %d', (period) => {
    const expected = [
      `The job AWS/SQS has a period of ${period} s. CloudWatch does not have it, and gives nothing of the job then.`,
    ];
    expect(messages(metric(`period: ${period}`))).toEqual(expected);
    expect(messages(job(`{type: AWS/SQS, period: ${period}}`))).toEqual(expected);
  });

  it('a region, in each kind of job, by its name', () => {
    const text = `discovery: {jobs: [{type: AWS/SQS, regions: [eu-west-1, Ireland]}]}
static: [{name: bill, namespace: AWS/Billing, regions: [us-east]}]
customNamespace: [{name: own, namespace: My/App, regions: [eu-west-1], statistics: [Mean]}]
`;
    expect(messages(text)).toEqual([
      'The job AWS/SQS names Ireland, which is no region.',
      'The job AWS/Billing names us-east, which is no region.',
      'The job My/App asks for Mean. CloudWatch has no such statistic, and gives nothing of the job then.',
    ]);
  });

  it.each(corpus('yace'))('nothing: $name', ({ text }) => {
    expect(jobFaults(text)).toEqual([]);
  });

  it.each(['', 'nothing', 'discovery: {jobs: [null, {}, {metrics: no}]}', '- a'])('nothing in %j', (text) => {
    expect(jobFaults(text)).toEqual([]);
  });
});

describe('a change of YACE’s file', () => {
  const side = (text: string, isOn = true): Side => ({
    texts: new Map([['yace-config', text]]),
    model: { enabled: new Set(isOn ? ['yace'] : []) } as unknown as ComposeModel,
  });
  const bad = metric('statistics: [Summ]');
  const good = metric('statistics: [Sum]');
  const touched = { touched: ['yace-config'], scope: 'changed' } as const;
  const words = expect.stringMatching(/^config\/yace\/config\.yml: The job AWS\/SQS asks for Summ\./);

  test('that brings such a thing in is refused', () => {
    expect(programFaults(side(good), side(bad), touched)).toEqual({
      problems: [{ message: words, hint: expect.stringContaining('Use Sum'), field: null }],
      notes: [],
    });
  });

  test('that finds one there says so, and is made', () => {
    expect(programFaults(side(bad), side(`${bad}# mine\n`), touched)).toEqual({
      problems: [],
      notes: [words],
    });
    expect(programFaults(side(bad), side(good), touched)).toEqual({ problems: [], notes: [] });
  });

  test('is a change of something else where the file is not touched, or nobody reads it', () => {
    const none = { problems: [], notes: [] };
    expect(programFaults(side(bad), side(bad), { touched: ['env'], scope: 'changed' })).toEqual(none);
    expect(programFaults(side(good), side(bad, false), touched)).toEqual(none);
  });

  test('at a launch is all that is read', () => {
    expect(programFaults(side(bad), side(bad), { touched: [], scope: 'launch' }).notes).toEqual([words]);
  });

  test('that is no YAML is the program’s to judge', () => {
    expect(programFaults(side('a: ['), side(bad), touched).problems).toHaveLength(1);
    expect(programFaults(side(good), side('a: ['), touched)).toEqual({ problems: [], notes: [] });
  });
});
