import { wizardRestoreInputSchema } from '@/lib/schemas/backup/restore';
import { wizardStateSchema } from '@/lib/schemas/wizard';
import { handler } from '@/lib/server/http/handler';
import { restoreIntoWizard } from '@/lib/server/setup/restore';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Begin the set-up with an opened backup',
    body: wizardRestoreInputSchema,
    response: wizardStateSchema,
    errors: ['not-found', 'already-claimed', 'task-running', 'disk-full'],
  },
  restoreIntoWizard,
);
