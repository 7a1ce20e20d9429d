import 'server-only';
import type { Program } from '../stack/source-files';
import { yace } from './aws/program';

/** The exporters that read a file of their own again when they are told to. */
export const programs: readonly Program[] = [yace];
