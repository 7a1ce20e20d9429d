import { backupViewSchema, keyProofSchema, recoveryKeySchema } from '@/lib/schemas/backup/backup';
import { keepRecoveryKey, makeRecoveryKey } from '@/lib/server/backup/backup';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Make a recovery key, shown this once',
    response: recoveryKeySchema,
    status: 201,
  },
  makeRecoveryKey,
);

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Prove that the recovery key is kept; from then on it counts',
    body: keyProofSchema,
    response: backupViewSchema,
    errors: ['not-found', 'revision-conflict', 'disk-full'],
  },
  keepRecoveryKey,
);
