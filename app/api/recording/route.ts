import { recordingQuerySchema, recordingSchema } from '@/lib/schemas/recording';
import { handler } from '@/lib/server/http/handler';
import { readRecording } from '@/lib/server/live/read-recording';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read the recording of the last 24 hours',
    query: recordingQuerySchema,
    response: recordingSchema,
  },
  ({ query }) => readRecording(query),
);
