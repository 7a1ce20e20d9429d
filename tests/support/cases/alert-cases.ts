/** For each alert rule: series with which it fires, and others, of another Pi, with which it does not. */

/** Samples of a minute each, as promtool writes them, by series; the label `cluster` is added. */
type SeriesByName = Readonly<Record<string, string>>;

export interface AlertCase {
  fires: SeriesByName;
  /** Nearly as bad, or not for long enough. */
  silent: SeriesByName;
  /** Minutes after the first sample at which it is asked. */
  at: number;
  /** Of the alert, beside `cluster` and `severity`. */
  labels?: Readonly<Record<string, string>>;
  /** What is well anywhere keeps it silent, and it names no Pi. */
  isOfAll?: true;
}

const HOURS = 6 * 60;
const steady = (value: number, minutes = HOURS) => `${value}+0x${minutes}`;
const growing = (step: number, from = 0) => `${from}${step < 0 ? '' : '+'}${step}x${HOURS}`;
/** Well, then bad for so many minutes, then well again. */
const brief = (well: number, bad: number, minutes: number) =>
  `${steady(well, 59)} ${steady(bad, minutes - 1)} ${steady(well, HOURS)}`;
const GAP = (minutes: number) => `1+0x60 _x${minutes} 1+0x${HOURS}`;

const UP = 'up{job="vmagent",instance="vmagent"}';
const finding = (id: string) => `weir_finding{id="${id}",severity="warning"}`;
const disk = (metric: string, mountpoint = '/') =>
  `node_filesystem_${metric}{mountpoint="${mountpoint}",fstype="ext4",device="/dev/mmcblk0p2"}`;

const PLACE = { account_id: '123456789012', region: 'eu-west-1' };
const written = (labels: object) =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}}`;
const FUNCTION = { ...PLACE, dimension_FunctionName: 'orders' };
const QUEUE = { ...PLACE, dimension_QueueName: 'jobs' };
const SERVICE = { ...PLACE, dimension_ClusterName: 'main', dimension_ServiceName: 'web' };
const API = { ...PLACE, dimension_ApiName: 'shop' };
const HTTP_API = { ...PLACE, dimension_ApiId: 'h7k2' };

const PROJECT = { project_id: 'garden-pond' };
const RUN = { ...PROJECT, location: 'europe-west1', service_name: 'shop' };
const SUBSCRIPTION = { ...PROJECT, subscription_id: 'mail' };
const OLD_FUNCTION = { ...PROJECT, region: 'europe-west1', function_name: 'resize' };
const REQUESTS = 'stackdriver_cloud_run_revision_run_googleapis_com_request_count';
const requests = (kind: string) => REQUESTS + written({ ...RUN, response_code_class: kind });
const EXECUTIONS = 'stackdriver_cloud_function_cloudfunctions_googleapis_com_function_execution_count';
const executions = (status: string) => EXECUTIONS + written({ ...OLD_FUNCTION, status });
const PUBSUB = 'stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription';
const UNDELIVERED = `${PUBSUB}_num_undelivered_messages${written(SUBSCRIPTION)}`;
const OLDEST = `${PUBSUB}_oldest_unacked_message_age${written(SUBSCRIPTION)}`;

const CONTAINER = '{name="shop",id="/docker/1"}';
const LAMBDA = written(FUNCTION);

export const alertCases: Readonly<Record<string, AlertCase>> = {
  WeirPiSilent: { fires: { [UP]: '1+0x60 _x120' }, silent: { [UP]: GAP(8) }, at: 80 },
  WeirNoPi: {
    fires: { 'up{job="foreign"}': steady(1) },
    silent: { [UP]: '1+0x60 _x120' },
    at: 120,
    labels: { job: 'vmagent' },
    isOfAll: true,
  },
  WeirDataLost: {
    fires: { 'weir_verdict_state{state="losing"}': steady(1) },
    silent: { 'weir_verdict_state{state="degraded"}': steady(1) },
    at: 30,
  },
  WeirRemoteWriteFailing: {
    fires: { 'vmagent_remotewrite_retries_count_total{url="1"}': growing(2) },
    silent: { 'vmagent_remotewrite_retries_count_total{url="1"}': brief(0, 4, 9) },
    at: 75,
  },
  WeirRemoteWriteDropping: {
    fires: { 'vmagent_remotewrite_packets_dropped_total{url="1"}': `0+0x55 4+0x${HOURS}` },
    silent: { 'vmagent_remotewrite_packets_dropped_total{url="1"}': steady(7) },
    at: 60,
  },
  WeirRemoteWriteSaturated: {
    fires: {
      'vmagent_remotewrite_send_duration_seconds_total{url="1"}': growing(58),
      'vmagent_remotewrite_queues{url="1"}': steady(1),
    },
    silent: {
      'vmagent_remotewrite_send_duration_seconds_total{url="1"}': growing(58),
      'vmagent_remotewrite_queues{url="1"}': steady(2),
    },
    at: 40,
  },
  WeirBufferFilling: {
    fires: { weir_buffer_bytes: steady(600e6), weir_buffer_cap_bytes: steady(1e9) },
    silent: { weir_buffer_bytes: steady(490e6), weir_buffer_cap_bytes: steady(1e9) },
    at: 20,
  },
  WeirBufferFullSoon: {
    fires: { weir_buffer_seconds_to_full: steady(3 * 3600) },
    silent: { weir_buffer_seconds_to_full: steady(5 * 3600) },
    at: 20,
  },
  WeirBufferDropping: {
    fires: { 'vm_persistentqueue_bytes_dropped_total{path="/q"}': growing(1e6) },
    silent: { 'vm_persistentqueue_bytes_dropped_total{path="/q"}': steady(1e6) },
    at: 10,
  },
  WeirSeriesLimitNear: {
    fires: {
      // It is counted anew each hour.
      vmagent_hourly_series_limit_current_series: `${steady(13_000, 19)} ${steady(0, 4)} ${steady(13_000)}`,
      vmagent_hourly_series_limit_max_series: steady(14_000),
    },
    silent: {
      vmagent_hourly_series_limit_current_series: steady(12_000),
      vmagent_hourly_series_limit_max_series: steady(14_000),
    },
    at: 30,
  },
  WeirSeriesDropped: {
    fires: { vmagent_hourly_series_limit_rows_dropped_total: growing(100) },
    silent: { vmagent_hourly_series_limit_rows_dropped_total: steady(0) },
    at: 10,
  },
  WeirSeriesLimitReached: {
    fires: { 'scrape_series_limit_samples_dropped{job="yace"}': steady(40) },
    silent: { 'scrape_series_limit_samples_dropped{job="yace"}': brief(0, 40, 14) },
    at: 74,
    labels: { job: 'yace' },
  },
  WeirTargetDown: {
    fires: { 'up{job="node-exporter",instance="host.docker.internal:9100"}': steady(0) },
    silent: { 'up{job="node-exporter",instance="host.docker.internal:9100"}': brief(1, 0, 6) },
    at: 70,
    labels: { job: 'node-exporter' },
  },
  WeirSourceBlind: {
    fires: { [finding('source-blind-aws')]: steady(1) },
    silent: { [finding('source-price-aws')]: steady(1) },
    at: 20,
    labels: { id: 'source-blind-aws' },
  },
  WeirReloadFailed: {
    fires: { vm_promscrape_config_last_reload_successful: steady(0) },
    silent: {
      vm_promscrape_config_last_reload_successful: brief(1, 0, 2),
      vmagent_streamaggr_config_reload_successful: steady(1),
    },
    at: 62,
  },
  WeirDrift: {
    fires: { [finding('config-drift')]: steady(1) },
    silent: { [finding('config-drift')]: steady(1, 40) },
    at: 90,
  },
  WeirVmagentRestarts: {
    fires: { 'process_start_time_seconds{job="vmagent"}': growing(60) },
    silent: { 'process_start_time_seconds{job="vmagent"}': `1+0x50 2+0x5 3+0x${HOURS}` },
    at: 60,
  },
  WeirPiHot: {
    fires: { 'node_thermal_zone_temp{zone="0",type="cpu-thermal"}': steady(83) },
    silent: { 'node_thermal_zone_temp{zone="0",type="cpu-thermal"}': brief(60, 83, 5) },
    at: 64,
  },
  WeirPiUnderVoltage: {
    fires: { 'node_hwmon_in_lcrit_alarm_volts{sensor="in0"}': `0+0x55 0.001 0+0x${HOURS}` },
    silent: { 'node_hwmon_in_lcrit_alarm_volts{sensor="in0"}': steady(0) },
    at: 60,
  },
  WeirPiDiskLow: {
    fires: { [disk('avail_bytes')]: steady(2e9), [disk('size_bytes')]: steady(32e9) },
    silent: { [disk('avail_bytes')]: steady(4e9), [disk('size_bytes')]: steady(32e9) },
    at: 60,
    labels: { mountpoint: '/' },
  },
  WeirPiDiskFullSoon: {
    fires: { [disk('avail_bytes')]: growing(-20e6, 10e9), [disk('size_bytes')]: steady(32e9) },
    // It fills as fast, and has room.
    silent: { [disk('avail_bytes')]: growing(-20e6, 23e9), [disk('size_bytes')]: steady(32e9) },
    at: 300,
    labels: { mountpoint: '/' },
  },
  WeirPiDiskReadOnly: {
    fires: { [disk('readonly')]: steady(1) },
    silent: { [disk('readonly', '/media/usb')]: steady(1) },
    at: 20,
    labels: { mountpoint: '/' },
  },
  WeirPiMemoryLow: {
    fires: { node_memory_MemAvailable_bytes: steady(40e6), node_memory_MemTotal_bytes: steady(1e9) },
    silent: { node_memory_MemAvailable_bytes: steady(60e6), node_memory_MemTotal_bytes: steady(1e9) },
    at: 30,
  },
  WeirPiClockOff: {
    fires: { [finding('clock-skew')]: steady(1) },
    silent: { [finding('clock-skew')]: steady(1, 10) },
    at: 30,
  },
  WeirContainerMemoryNearLimit: {
    fires: {
      [`container_memory_working_set_bytes${CONTAINER}`]: steady(95e6),
      [`container_spec_memory_limit_bytes${CONTAINER}`]: steady(100e6),
    },
    silent: {
      [`container_memory_working_set_bytes${CONTAINER}`]: steady(95e6),
      [`container_spec_memory_limit_bytes${CONTAINER}`]: steady(0),
    },
    at: 30,
    labels: { name: 'shop' },
  },
  WeirContainerRestarts: {
    fires: { [`container_start_time_seconds${CONTAINER}`]: growing(60) },
    silent: { [`container_start_time_seconds${CONTAINER}`]: steady(60) },
    at: 30,
    labels: { name: 'shop' },
  },
  WeirLambdaErrors: {
    fires: {
      [`aws_lambda_errors_sum${LAMBDA}`]: steady(10),
      [`aws_lambda_invocations_sum${LAMBDA}`]: steady(100),
    },
    silent: {
      [`aws_lambda_errors_sum${LAMBDA}`]: steady(0),
      [`aws_lambda_invocations_sum${LAMBDA}`]: steady(0),
    },
    at: 20,
    labels: FUNCTION,
  },
  WeirLambdaThrottles: {
    fires: { [`aws_lambda_throttles_sum${LAMBDA}`]: steady(3) },
    // One period of CloudWatch.
    silent: { [`aws_lambda_throttles_sum${LAMBDA}`]: brief(0, 3, 5) },
    at: 64,
    labels: FUNCTION,
  },
  WeirQueueOld: {
    fires: { [`aws_sqs_approximate_age_of_oldest_message_maximum${written(QUEUE)}`]: steady(1200) },
    silent: { [`aws_sqs_approximate_age_of_oldest_message_maximum${written(QUEUE)}`]: steady(600) },
    at: 20,
    labels: QUEUE,
  },
  WeirEcsProcessorSaturated: {
    fires: { [`aws_ecs_cpuutilization_average${written(SERVICE)}`]: steady(97) },
    silent: { [`aws_ecs_cpuutilization_average${written(SERVICE)}`]: brief(40, 97, 10) },
    at: 68,
    labels: SERVICE,
  },
  WeirEcsMemorySaturated: {
    fires: { [`aws_ecs_memory_utilization_average${written(SERVICE)}`]: steady(95) },
    silent: { [`aws_ecs_memory_utilization_average${written(SERVICE)}`]: steady(85) },
    at: 30,
    labels: SERVICE,
  },
  WeirApiErrors: {
    // An HTTP API; the other Pi reads a REST API whose callers are wrong.
    fires: {
      [`aws_apigateway_5xx_sum${written(HTTP_API)}`]: steady(10),
      [`aws_apigateway_count_sum${written(HTTP_API)}`]: steady(100),
    },
    silent: {
      [`aws_apigateway_4_xxerror_sum${written(API)}`]: steady(90),
      [`aws_apigateway_5_xxerror_sum${written(API)}`]: steady(1),
      [`aws_apigateway_count_sum${written(API)}`]: steady(100),
    },
    at: 20,
    labels: HTTP_API,
  },
  WeirCloudRunErrors: {
    fires: { [requests('5xx')]: steady(10), [requests('2xx')]: steady(90) },
    // One bad minute, which the exporter tells for five.
    silent: { [requests('5xx')]: `_x50 10+0x5 _x${HOURS}`, [requests('2xx')]: steady(90) },
    at: 65,
    labels: RUN,
  },
  WeirPubSubOld: {
    fires: { [OLDEST]: steady(1200) },
    silent: { [OLDEST]: steady(600) },
    at: 20,
    labels: SUBSCRIPTION,
  },
  WeirPubSubBacklog: {
    fires: { [UNDELIVERED]: steady(5000) },
    silent: { [UNDELIVERED]: `5000+0x50 10+0x5 5000+0x${HOURS}` },
    at: 90,
    labels: SUBSCRIPTION,
  },
  WeirFunctionErrors: {
    fires: { [executions('error')]: steady(10), [executions('ok')]: steady(90) },
    silent: { [executions('error')]: steady(1), [executions('ok')]: steady(99) },
    at: 40,
    labels: OLD_FUNCTION,
  },
};
