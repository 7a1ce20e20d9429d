import 'server-only';
import { AppError } from '../errors';
import { singleton } from '../singleton';
import { sessionOf } from './access';

/**
 * How many answers that last are open at a time, for one session and for all: each holds memory of a small machine, and
 * a log also a connection to the engine. Enough for every tab of a house; too few for a script that never closes what it
 * opens.
 */
const LIMITS = {
  view: { each: 60, all: 120, name: 'live views' },
  log: { each: 12, all: 40, name: 'logs' },
  download: { each: 3, all: 6, name: 'downloads' },
} as const;
type PlaceKind = keyof typeof LIMITS;

/**
 * Takes one of the places. An answer that has one keeps it; the one too many is refused.
 * @returns gives it back, once @throws AppError too-many-streams
 */
export function takePlace(request: Request, kind: PlaceKind): () => void {
  const taken = singleton(
    'places',
    () => ({ view: [], log: [], download: [] }) as Record<PlaceKind, Place[]>,
  );
  const { each, all, name } = LIMITS[kind];
  const place: Place = { session: sessionOf(request)?.id ?? '' };
  const own = taken[kind].filter(({ session }) => session === place.session).length;
  if (own >= each || taken[kind].length >= all) {
    throw new AppError('too-many-streams', `Too many ${name} are open at once.`, {
      hint:
        own >= each
          ? 'Close other tabs of Weir in this browser.'
          : 'Close Weir in other browsers, or sign them out.',
      retryAfterSeconds: 30,
    });
  }
  taken[kind].push(place);
  return () => {
    const at = taken[kind].indexOf(place);
    if (at >= 0) taken[kind].splice(at, 1);
  };
}

interface Place {
  session: string;
}

/**
 * A download that keeps its place until it is sent. It is large, so it is made only once it has the place.
 * @throws AppError too-many-streams
 */
export async function download(
  request: Request,
  make: () => Response | Promise<Response>,
): Promise<Response> {
  const leave = takePlace(request, 'download');
  // A viewer that is gone reads nothing.
  request.signal.addEventListener('abort', leave, { once: true });
  try {
    request.signal.throwIfAborted();
    const made = await make();
    if (made.body === null) throw new AppError('internal', 'A download without content.');
    const reader = made.body.getReader();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          leave();
          throw error;
        });
        if (!done) return controller.enqueue(value);
        leave();
        controller.close();
      },
      cancel(reason) {
        leave();
        return reader.cancel(reason);
      },
    });
    return new Response(body, made);
  } catch (error) {
    leave();
    throw error;
  }
}
