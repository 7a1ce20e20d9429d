import { wizardStateSchema } from '@/lib/schemas/wizard';
import { handler } from '@/lib/server/http/handler';
import { readWizard } from '@/lib/server/setup/wizard';

export const GET = handler(
  { access: 'owner', summary: 'Read the answers, secrets masked', response: wizardStateSchema },
  readWizard,
);
