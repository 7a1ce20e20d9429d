import type { DeliveryCause } from '@/lib/schemas/delivery';
import type { Failure, Pipeline } from '../terms/types';
import { midSentence } from '../terms/words';
import { isCloud, isLocal, LOCAL_FIX, NEW_TOKEN, type Words } from './waiting-kinds';

type Cause = Exclude<
  DeliveryCause,
  'out-of-order' | 'too-old' | 'too-new' | 'duplicate' | 'label-limit' | 'undecodable'
>;

const BY_ITSELF = 'vmagent tries again by itself.';
const CHECK = 'Check the destination';

/** Where the failure's own words tell more than its kind. */
export const CAUSES: Record<Cause, Words> = {
  dns: {
    when: 'vmagent cannot look up the name of the destination.',
    title: (where) => `${where} cannot be found: its name leads nowhere.`,
    fix: (pipeline) =>
      isLocal(pipeline)
        ? 'Start victoria-metrics: a service that is stopped has no name.'
        : `Most often the internet connection is away, or the router’s name service (DNS) is; ${BY_ITSELF} If everything else on the Pi is online, check the name in the address.`,
    actionLabel: CHECK,
  },
  'no-route': {
    when: 'The network has no route to the destination.',
    title: (where) => `This Pi has no route to ${midSentence(where)}.`,
    fix: () => `Check the network cable or Wi-Fi, and the router’s internet connection. ${BY_ITSELF}`,
    actionLabel: CHECK,
  },
  refused: {
    when: 'The destination’s machine answers, but nothing listens at the port.',
    title: (where) => `${where} refuses the connection.`,
    fix: (pipeline) =>
      isLocal(pipeline)
        ? 'Start victoria-metrics, or look at its log.'
        : isCloud(pipeline)
          ? `Most likely something nearer answers in its place: a firewall, or a filter of names such as Pi-hole. Check the port in the address, too. ${BY_ITSELF}`
          : `Check that the destination runs, and the port in the address. ${BY_ITSELF}`,
    actionLabel: CHECK,
  },
  timeout: {
    when: 'Requests get no answer within vmagent’s limit, a minute.',
    title: (where) => `${where} does not answer in time.`,
    fix: (pipeline) =>
      isLocal(pipeline)
        ? LOCAL_FIX
        : `Check the internet connection: a line that is full or lossy looks like this too. ${BY_ITSELF}`,
    actionLabel: CHECK,
  },
  closed: {
    when: 'Connections break off before an answer comes.',
    title: (where) => `${where} breaks the connection off.`,
    fix: (pipeline) =>
      isLocal(pipeline)
        ? LOCAL_FIX
        : `Something between this Pi and the destination ends the connections: a proxy, a firewall, or the destination while it restarts. ${BY_ITSELF}`,
    actionLabel: CHECK,
  },
  'tls-time': {
    when: 'The certificate of the destination has expired, or is not valid yet, by this Pi’s clock.',
    title: (where) => `The certificate of ${midSentence(where)} is not valid today.`,
    fix: () =>
      'See what time the Pi has with `date`. If that is wrong, correct it with `sudo timedatectl set-ntp true`; otherwise the destination has to renew its certificate.',
    actionLabel: CHECK,
  },
  tls: {
    when: 'No encrypted connection is made: an unknown authority, another host’s certificate, or no https at all.',
    title: (where) => `${where} cannot prove who it is.`,
    fix: (pipeline) =>
      isCloud(pipeline)
        ? '“What was seen” gives the reason. Copy the address from Grafana Cloud again; if it is right, a proxy or firewall answers in its place.'
        : '“What was seen” gives the reason. Check the name and the port in the address, and whether it should begin with http://.',
    actionLabel: CHECK,
  },
  'secret-file': {
    when: 'vmagent cannot read the file that holds the token.',
    title: () => 'vmagent cannot read the token.',
    fix: () => 'Put the token in again: that writes it anew.',
    actionLabel: 'Put in the token',
  },
  'wrong-address': {
    when: 'The address is that of a Grafana, which takes no metrics (401, “invalid username or password”).',
    title: (where) =>
      `This is the address of a Grafana, not the one where ${midSentence(where)} takes metrics.`,
    fix: () => 'Copy the remote-write URL from the stack’s page in Grafana Cloud. It ends in /api/prom/push.',
    actionLabel: 'Correct the address',
  },
  'wrong-id': {
    when: 'Grafana Cloud answers 401 and says that it does not know the instance.',
    title: (where) => `${where} knows no metrics instance with this ID.`,
    fix: () => 'Copy the number beside Username / Instance ID from the stack’s page in Grafana Cloud.',
    actionLabel: 'Correct the ID',
  },
  'wrong-token': {
    when: 'Grafana Cloud answers 401 and says that it is the token: mistyped, expired or deleted.',
    title: (where) => `${where} refuses the token: it is mistyped, expired or deleted.`,
    fix: () => NEW_TOKEN,
    actionLabel: 'Put in a new token',
  },
  'missing-scope': {
    when: 'Grafana Cloud answers 401 or 403 and says that the scope is missing.',
    title: (where) => `${where} knows the token, but its policy does not let it write metrics.`,
    fix: () =>
      'Give the access policy of the token the scope metrics:write, and a realm that holds this stack; or make a new token.',
    actionLabel: 'Check the token',
  },
  'read-only': {
    when: 'The destination says that its disk is full and that it only reads.',
    title: (where) => `${where} takes no more data: its disk is full.`,
    fix: (pipeline) =>
      isLocal(pipeline)
        ? 'Free space on the Pi’s disk, or keep data for a shorter time. It takes data again by itself.'
        : `Free space on the disk of the destination. ${BY_ITSELF}`,
    actionLabel: CHECK,
  },
  'series-limit': {
    when: 'The destination answers 429 and says that the limit of active series is reached.',
    title: (where) => `${where} takes no more series: the limit of the account is reached.`,
    fix: (pipeline) =>
      `One block with new series holds up the data of every source. ${
        isCloud(pipeline)
          ? 'Raise the limit of the plan, and what waits goes through at once. Or collect less of the source that has grown, and set the brake under the limit: what waits then goes through slowly, in 20 minutes no more series than the plan allows.'
          : 'Collect less of the source that has grown, or raise the limit at the destination.'
      }`,
    actionLabel: 'See who uses how much',
    form: 'plan',
  },
};

/** These words are those of Grafana Cloud's gateway; another server may mean something else by them. */
const CLOUD_ONLY = new Set<DeliveryCause>(['wrong-address', 'wrong-id', 'wrong-token', 'missing-scope']);

/** The cause of a failure that has words here; null: its kind has to do. */
export function causeOf(pipeline: Pipeline, { cause }: Failure): Cause | null {
  if (cause === null || !(cause in CAUSES)) return null;
  return CLOUD_ONLY.has(cause) && !isCloud(pipeline) ? null : (cause as Cause);
}
