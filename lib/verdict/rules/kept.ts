import type { Pipeline, VerdictContext } from '../terms/types';
import { roughBytes, roughDuration } from '../terms/words';
import { isDiskFull } from './crash';

/** Data that was lost a moment ago has a finding of its own, which this must not deny. */
function keptWords(context: VerdictContext): string {
  if (isDiskFull(context)) return 'What is on the disk already is kept';
  const wasLost = context.loss !== null || (context.restarts.vmagent ?? 0) > 0;
  return wasLost ? 'What comes in now is kept' : 'Nothing is lost yet';
}

/** "Nothing is lost yet: 18 MB waiting, room for about 31 hours." */
export function bufferSentence(pipeline: Pipeline, context: VerdictContext): string {
  const { bytes, secondsToFull } = pipeline.buffer;
  const what = keptWords(context);
  const room = secondsToFull === null ? '' : `, room for about ${roughDuration(secondsToFull)}`;
  // The block that is being tried is not counted, so a buffer that looks empty still holds back data.
  const waiting = bytes === null || bytes < 1000 ? 'vmagent keeps the data' : `${roughBytes(bytes)} waiting`;
  return `${what}: ${waiting}${room}.`;
}
