import type { Rule } from '../types';

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
              'What runs goes on, but Weir can start or change no service until the file is mended. It shows the settings from before.',
            fix: fileProblem.hint,
          },
        ],
};

const configReloadFailed: Rule = {
  id: 'config-reload-failed',
  severity: 'warning',
  when: 'The last load of the scrape configuration failed.',
  applies: (pipeline, context) =>
    pipeline.vmagent.configOk !== false
      ? []
      : [
          {
            title: 'vmagent refused its last configuration.',
            consequence:
              'It goes on with the one before, but it would not start again with the file as it is now.',
            fix: 'Correct compose/config/vmagent/prometheus.yml and reload vmagent, or bring an earlier version back: Settings, History.',
            href: '/services/vmagent',
            evidence: context.configError,
          },
        ],
};

export const fileRules = [stackFileBroken, configReloadFailed];
