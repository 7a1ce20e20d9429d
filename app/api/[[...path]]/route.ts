import { handler, nothingHere } from '@/lib/server/http/handler';

/** Everything below /api that no other route takes: otherwise the framework would answer there, to anybody. */
const none = handler({ access: 'owner' }, nothingHere);

export const GET = none;
export const POST = none;
export const PUT = none;
export const PATCH = none;
export const DELETE = none;
