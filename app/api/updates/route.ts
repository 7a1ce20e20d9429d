import { changeStartedSchema } from '@/lib/schemas/settings/settings';
import {
  updateInputSchema,
  updateSettingsInputSchema,
  updatesViewSchema,
} from '@/lib/schemas/updates/updates';
import { changeErrors, handler } from '@/lib/server/http/handler';
import { changeUpdateSettings, readUpdates, startUpdate } from '@/lib/server/updates/updates';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read which versions run, and which newer ones this Weir knows',
    response: updatesViewSchema,
  },
  readUpdates,
);

export const POST = handler(
  {
    access: 'owner',
    summary: 'Bring a service to another version as one task, which goes back where data no longer arrives',
    ifMatch: 'needed',
    errors: changeErrors,
    body: updateInputSchema,
    response: changeStartedSchema,
    status: 202,
  },
  startUpdate,
);

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Set for how many days a version has to be out, and whether registries are asked for newer ones',
    errors: ['disk-full'],
    body: updateSettingsInputSchema,
    response: updatesViewSchema,
  },
  changeUpdateSettings,
);
