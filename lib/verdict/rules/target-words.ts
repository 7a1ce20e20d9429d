import type { TargetCause } from '../terms/target-cause';

/** How one reason for a target that is down is told. */
interface Words {
  when: string;
  /** Goes on from "The target x is down: ". */
  why: string;
  fix: string;
  /** The service's own page, where its log may tell. */
  isAboutService?: boolean;
}

export const DOWN: Record<TargetCause, Words> = {
  'over-limit': {
    when: 'A target has more samples or labels than the limit of its job allows; vmagent drops the whole scrape.',
    why: 'over the limit of samples or labels',
    fix: 'Collect less of it with a filter, or raise sample_limit or label_limit of the job in compose/config/vmagent/prometheus.yml.',
  },
  'too-large': {
    when: 'The answer of a target is larger than vmagent reads (16 MiB, unless the job says otherwise).',
    why: 'the answer is too large',
    fix: 'Let the target answer with less, or raise max_scrape_size of the job in compose/config/vmagent/prometheus.yml.',
  },
  status: {
    when: 'A target answers with an HTTP status that is not 200.',
    why: 'the answer is an error',
    fix: '“What was seen” names the status and the first words of the answer. The log of what answers tells more.',
    isAboutService: true,
  },
  unreadable: {
    when: 'The answer of a target cannot be decompressed or read.',
    why: 'the answer cannot be read',
    fix: 'Check that the address and the path are those of an exporter.',
  },
  dns: {
    when: 'The name of a target cannot be found.',
    why: 'the name cannot be found',
    fix: 'A service of this stack has a name only while it runs. For another one, check the name and the router’s name service (DNS).',
    isAboutService: true,
  },
  tls: {
    when: 'No encrypted connection to a target is made.',
    why: 'no encrypted connection is made',
    fix: 'Check whether the job should use http, and whether the certificate is for this name.',
  },
  refused: {
    when: 'Nothing listens at the port of a target.',
    why: 'connections are refused',
    fix: 'Check that it runs and listens at this port; its log says whether it could start.',
    isAboutService: true,
  },
  'no-route': {
    when: 'The network has no route to a target.',
    why: 'there is no route to it',
    fix: 'Check that the machine is on, and the network between.',
  },
  timeout: {
    when: 'A target does not answer within the timeout of its job.',
    why: 'no answer comes in time',
    fix: 'It may hang: restart it. If it is only slow, give its job a longer timeout.',
    isAboutService: true,
  },
  closed: {
    when: 'A target breaks the connection off.',
    why: 'the connection breaks off',
    fix: 'It may be restarting, or end while it answers: its log tells.',
    isAboutService: true,
  },
};
