import { forgetProcessState } from './panel/route-call.ts';

// The files of tests before this one ran in the same process.
forgetProcessState();
