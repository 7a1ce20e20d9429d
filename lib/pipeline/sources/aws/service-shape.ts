import type { AwsServiceId } from './service-ids';

interface AwsMetric {
  name: string;
  statistics: readonly string[];
  /** No data point means none of them: right for counts, wrong for durations, ages and shares. */
  nilToZero: boolean;
}

export interface AwsService {
  id: AwsServiceId;
  /** What people call its namespace. */
  family: string;
  /** Tells it from another service of its namespace. */
  kind?: string;
  /** What it gives, in one line. */
  about: string;
  /** One of the things that it has figures of. */
  resource: string;
  /** Of CloudWatch. */
  namespace: string;
  /** Exactly those of the series that are wanted; every other combination is found, and billed, too. */
  dimensions: readonly string[];
  metrics: readonly AwsMetric[];
  /** Seconds of one data point, of what is looked at for one, and how long before now that ends. */
  period: number;
  length: number;
  delay: number;
}

export const count = (name: string, ...statistics: string[]): AwsMetric => ({
  name,
  statistics,
  nilToZero: true,
});
export const gauge = (name: string, ...statistics: string[]): AwsMetric => ({
  name,
  statistics,
  nilToZero: false,
});
/**
 * YACE reads the newest whole period, once. Read as soon as it has ended, its numbers are still too low: values of one
 * minute take about two until they are complete, and often more for functions of Lambda
 * (github.com/prometheus-community/yet-another-cloudwatch-exporter/issues/1796, github.com/grafana/alloy/issues/3929);
 * Elastic reads Lambda, SQS and ECS five minutes late (github.com/elastic/integrations/pull/21199). Only a whole number of
 * periods moves the window to another period.
 */
export const everyFiveMinutes = { period: 300, length: 300, delay: 300 } as const;
