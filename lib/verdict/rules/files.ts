import type { Rule } from '../types';

const stackFileBroken: Rule = {
  id: 'stack-file-broken',
  severity: 'warning',
  applies: ({ stack }, { fileProblem }) =>
    stack !== 'present' || !fileProblem
      ? []
      : [
          {
            title: fileProblem.message,
            consequence:
              'What runs goes on, but no service can be started or changed, by Weir or by Docker Compose, until the file is mended. Weir shows the settings from before.',
            fix: fileProblem.hint,
          },
        ],
};

export const fileRules = [stackFileBroken];
