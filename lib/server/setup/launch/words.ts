import 'server-only';
import type { LaunchPlan } from '@/lib/schemas/launch';
import type { Settings } from '../../stack/settings';

/** What a launch will do, one sentence each. */
export function planWords(
  { destination, sources, cluster }: Settings,
  services: LaunchPlan['services'],
): string[] {
  const count = (wanted: string) => services.filter(({ supply }) => supply.state === wanted).length;
  const [loaded, built, lost] = [count('download'), count('build'), count('none')];
  const started = services.length - lost;
  const { aws, gcp } = sources;
  return [
    ...(loaded > 0 ? [`${loaded} ${loaded === 1 ? 'image is' : 'images are'} downloaded first.`] : []),
    ...(built > 0
      ? [
          `${built} ${built === 1 ? 'image is' : 'images are'} built on this Pi first, which takes some minutes.`,
        ]
      : []),
    `${started} ${started === 1 ? 'service is' : 'services are'} started, and again after every reboot.`,
    destinationWords(destination),
    ...(sources.pi
      ? ['This Pi is measured once a minute: processor, memory, disks, network, temperature.']
      : []),
    ...(sources.containers ? ['Each container of this Pi is measured once a minute.'] : []),
    ...(aws.enabled
      ? [
          `AWS CloudWatch is asked every 5 minutes for Lambda, SQS, ECS and API Gateway in ${list(aws.regions)}. AWS charges about 0.09 US dollars a month per metric of a resource.`,
        ]
      : []),
    ...(gcp.enabled
      ? [
          `Google Cloud Monitoring is asked once a minute for Cloud Run, Pub/Sub and Functions in ${gcp.projectId}. Google charges nothing for the first million series a month.`,
        ]
      : []),
    `Everything that is sent carries the name cluster="${cluster}".`,
  ];
}

function destinationWords({ kind, url, username }: Settings['destination']): string {
  if (kind === 'local') return 'The data is kept on this Pi, in a database of its own.';
  const host = URL.parse(url)?.host ?? url;
  return kind === 'grafana-cloud'
    ? `The data goes to Grafana Cloud: ${host}, instance ${username}. While it cannot be reached, it waits on this Pi’s disk.`
    : `The data goes to ${host}. While it cannot be reached, it waits on this Pi’s disk.${encryptionWords(url)}`;
}

/** vmagent sends user name and password with every request. */
function encryptionWords(url: string): string {
  return url.startsWith('http:')
    ? ' The address begins with http://, so the password travels unencrypted.'
    : '';
}

function list(names: string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
}
