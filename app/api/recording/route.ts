import { recordingQuerySchema, recordingSchema } from '@/lib/schemas/recording';
import { handler } from '@/lib/server/http/handler';
import { readRecording } from '@/lib/server/live/read-recording';

export const GET = handler(
  { access: 'owner', query: recordingQuerySchema, response: recordingSchema },
  ({ query }) => readRecording(query),
);
