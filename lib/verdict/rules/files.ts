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

export const fileRules = [stackFileBroken];
