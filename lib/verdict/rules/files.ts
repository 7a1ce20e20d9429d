import type { Rule } from '../terms/types';

const stackFileBroken: Rule = {
  id: 'stack-file-broken',
  severity: 'warning',
  when: 'compose/.env or compose/docker-compose.yml cannot be read as it is.',
  applies: ({ stack }, { fileProblem }) =>
    stack !== 'present' || !fileProblem
      ? []
      : [
          {
            title: fileProblem.message,
            consequence:
              'What runs keeps running, but Weir can start or change no service until the file is corrected. It shows the earlier settings.',
            fix: fileProblem.hint,
          },
        ],
};

const configReloadFailed: Rule = {
  id: 'config-reload-failed',
  severity: 'warning',
  when: 'The last load of the scrape configuration, or of the aggregations, failed.',
  applies: ({ vmagent }, context) => {
    const file =
      vmagent.configOk === false ? 'prometheus' : vmagent.aggregationOk === false ? 'aggregation' : null;
    if (file === null) return [];
    return [
      {
        title:
          file === 'prometheus'
            ? 'vmagent refused its last configuration.'
            : 'vmagent refused its last list of aggregations.',
        consequence: 'It keeps the earlier one, but it would not start again with the file as it is now.',
        fix: `Correct compose/config/vmagent/${file}.yml and reload vmagent, or restore an earlier state: Settings, Revisions.`,
        href: '/services/vmagent',
        evidence: context.configError,
      },
    ];
  },
};

const serviceNotUnderstood: Rule = {
  id: 'service-not-understood',
  severity: 'info',
  when: 'compose/docker-compose.yml says something of one of Weir’s services that Weir does not know, or names something in it that is not there.',
  applies: ({ stack }, { notUnderstood }) =>
    stack !== 'present'
      ? []
      : notUnderstood.map(({ service, reason }) => ({
          subject: service,
          title: `Weir does not understand all that docker-compose.yml says of ${service}.`,
          consequence:
            'What runs keeps running. Weir can start, stop and reload it, but it neither recreates its container nor compares it with the files; changes of everything else work.',
          fix: `Take that out of the file, or bring ${service} to the files yourself after a change: docker compose up -d ${service}.`,
          href: `/services/${service}`,
          evidence: reason,
        })),
};

export const fileRules = [stackFileBroken, configReloadFailed, serviceNotUnderstood];
